// Fetching the files of the search.

const plainFetch = window.fetch.bind(window); // the index takes its place for its own files

/** Fetch a file and unpack it where it is packed; the host may have unpacked it already. */
export async function fetchBytes(address, cache = "default") {
  const response = await plainFetch(address, { cache });
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Return the text of bytes. */
export const decode = (bytes) => new TextDecoder().decode(bytes);

/** Fetch a file of JSON. */
export const fetchJson = async (address, cache) =>
  JSON.parse(decode(await fetchBytes(address, cache)));

/**
 * Load a thing once: return the promise that `loaded` keeps for a key, or start one, which is
 * kept unless it fails.
 */
export function once(loaded, key, load) {
  if (!loaded.has(key)) {
    const loading = load();
    loading.catch(() => loaded.delete(key));
    loaded.set(key, loading);
  }
  return loaded.get(key);
}
