// Writes a .gz and a .br beside each text file of a built site that becomes smaller by it, the same
// bytes for the same file:  node deploy/precompress.mjs [site]
// Servers that know such files send them as they are, and compress nothing while readers wait.

import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const TEXT = /\.(css|csv|html|js|json|md|mjs|svg|txt|webmanifest|xml|ya?ml)$/;
const site = process.argv[2] ?? "site";
const packers = {
  gz: (data) => promisify(gzip)(data, { level: 9 }), // its time is 0
  br: (data) =>
    promisify(brotliCompress)(data, {
      params: { [constants.BROTLI_PARAM_SIZE_HINT]: data.length },
    }),
};

const files = await readdir(site, { recursive: true, withFileTypes: true });
const texts = files.filter((file) => file.isFile() && TEXT.test(file.name));
const sizes = { files: texts.length, plain: 0, gz: 0, br: 0 };
for (const { parentPath, path, name } of texts) {
  const file = join(parentPath ?? path, name);
  const data = await readFile(file);
  sizes.plain += data.length;
  for (const [ending, pack] of Object.entries(packers)) {
    const packed = await pack(data);
    sizes[ending] += Math.min(packed.length, data.length);
    if (packed.length < data.length) await writeFile(`${file}.${ending}`, packed);
  }
}
console.log(JSON.stringify(sizes));
