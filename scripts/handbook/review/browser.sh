#!/bin/sh
# Makes sure that what takes pictures of pages and reads PDF files is here, for reviewers and for the tests: a Chromium, a Chinese font for it, and readers of PDF files.
# What is missing is installed with apt-get where that is allowed; otherwise one line says what is missing.
set -eu

has() { command -v "$1" >/dev/null 2>&1; }

# Prints the Debian packages of what is missing.
missing() {
    [ -n "${CHROMIUM:-}" ] || has chromium || echo chromium
    # Without such a font Chinese shows as boxes.
    [ -n "$(fc-list ':lang=zh-cn' family 2>/dev/null)" ] || echo fonts-noto-cjk
    { has pdftotext && has pdffonts && has pdftoppm; } || echo poppler-utils
    has qpdf || echo qpdf
}

fail() {
    echo "browser.sh: no pictures can be taken and no tests run: $1" >&2
    exit 1
}

# A browser named by hand is not replaced by another.
[ -z "${CHROMIUM:-}" ] || has "$CHROMIUM" || fail "CHROMIUM is '$CHROMIUM', which is no program here; correct it or unset it."

needed=$(missing | tr '\n' ' ')
[ -n "$needed" ] || exit 0

has apt-get || fail "missing (by Debian's names): $needed- install them with your system's package manager, or set CHROMIUM to a Chromium you have."
if [ "$(id -u)" -eq 0 ]; then
    as_root=
elif sudo -n true 2>/dev/null; then
    as_root='sudo -n'
else
    fail "missing: $needed- install them as root: apt-get install --no-install-recommends $needed"
fi

echo "browser.sh: installing $needed" >&2
# fontconfig brings the fc-list that finds the font. No quotes: a word for each package, and none for no sudo.
# shellcheck disable=SC2086
{
    $as_root apt-get update -qq &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $needed fontconfig
} >&2 || fail "apt-get could not install $needed"

needed=$(missing | tr '\n' ' ')
[ -z "$needed" ] || fail "still missing after apt-get: $needed"
