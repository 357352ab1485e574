#!/bin/sh
# Serves a built site on loopback by deploy/nginx.conf or deploy/Caddyfile until Ctrl-C, and leaves nothing behind:
#     [SITE=site] [PORT=8000] deploy/serve.sh [nginx|caddy]
set -eu
PATH=$PATH:/usr/sbin:/usr/local/sbin
here=$(cd "$(dirname "$0")" && pwd)
site=${SITE:-$here/../site} port=${PORT:-8000}

fail() {
    echo "deploy/serve.sh: $1" >&2
    exit 1
}

[ -f "$site/index.html" ] || fail "there is no site in $site; run make site first."
site=$(cd "$site" && pwd)
server=${1:-$(command -v nginx || command -v caddy || true)}
[ -n "$server" ] || fail "install nginx or Caddy (on Debian: apt-get install nginx-light)."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'kill "$child" 2>/dev/null' INT TERM HUP

echo "http://127.0.0.1:$port/"
case $server in
*nginx)
    sed -e "s#^    listen .*#    listen 127.0.0.1:$port;#" -e "s#^    root .*#    root \"$site\";#" \
        "$here/nginx.conf" >"$folder/site.conf"
    cat >"$folder/nginx.conf" <<EOF
daemon off;
master_process off;
pid nginx.pid;
error_log stderr error;
events {}
http {
    access_log off;
    sendfile on;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    include site.conf;
}
EOF
    "$server" -p "$folder" -c "$folder/nginx.conf" &
    ;;
*caddy)
    {
        printf '{\n\tadmin off\n}\n'
        sed -e "s#^:80 {#:$port {\n\tbind 127.0.0.1#" -e "s#^\troot .*#\troot * \"$site\"#" "$here/Caddyfile"
    } >"$folder/Caddyfile"
    XDG_DATA_HOME=$folder XDG_CONFIG_HOME=$folder "$server" run --config "$folder/Caddyfile" --adapter caddyfile &
    ;;
*) fail "$server is neither nginx nor caddy." ;;
esac
child=$!
wait "$child" || wait "$child" || true # the second time after a signal
