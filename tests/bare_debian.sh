#!/usr/bin/env bash
# Prove that `make` alone sets everything up on a bare Debian, and that a second one sets up nothing.
#
#     sudo tests/bare_debian.sh [--suite bookworm] [--mirror URL] [--source DIR] [--keep] [TARGET]
#
# Debian's smallest system with only git, make, python3 and CA certificates is made in a temporary
# folder, a clone of DIR (default: this repository; what is committed, nothing else) is put into it,
# and `make TARGET` (default: plain `make`; "all check" checks too) is run there twice. The mirror is the one that this
# machine's apt uses for Debian. Needs root and debootstrap.
#
# Everything is mounted in a mount namespace of the script's own: it ends with the script, however
# the script ends.
set -euo pipefail

fail() { printf 'bare_debian: %s\n' "$*" >&2; exit 1; }
say() { printf 'bare_debian: %s\n' "$*"; }

[[ $EUID -eq 0 ]] || fail "must be run as root"
for tool in debootstrap git unshare chroot; do
    command -v "$tool" >/dev/null || fail "needs $tool (apt-get install debootstrap git util-linux)"
done
if [[ -z ${BARE_DEBIAN_UNSHARED-} ]]; then
    BARE_DEBIAN_UNSHARED=1 exec unshare --mount --propagation private -- \
        bash "${BASH_SOURCE[0]}" "$@"
fi

suite=bookworm mirror='' keep='' target=''
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
while (($#)); do
    case $1 in
        --suite) suite=$2; shift 2 ;;
        --mirror) mirror=$2; shift 2 ;;
        --source) source=$(cd "$2" && pwd); shift 2 ;;
        --keep) keep=yes; shift ;;
        -*) fail "unknown option $1" ;;
        *) target=$1; shift ;;
    esac
done
if [[ -z $mirror ]]; then
    mirror=$(apt-get indextargets --format '$(SITE)' \
        'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | head -n 1)
    [[ -n $mirror ]] || fail "this machine's apt knows no Debian mirror: name one with --mirror"
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/bare-debian.XXXXXX")
root=$work/root

clean_up() {
    local status=$? mounted
    # debootstrap mounts too; what is mounted last is unmounted first
    while read -r mounted; do umount --lazy "$mounted" || true; done < <(
        awk -v under="$root/" 'index($5, under) == 1 { print $5 }' /proc/self/mountinfo | tac
    )
    if [[ -n $keep ]]; then
        say "kept: $root"
    elif grep -qF " $root/" /proc/self/mountinfo; then
        say "something is still mounted in $root: not deleted"
    else
        rm -rf --one-file-system "$work"
    fi
    exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT TERM HUP

say "$suite, only git, make, python3 and ca-certificates"
debootstrap --variant=minbase --include=git,make,python3,ca-certificates \
    "$suite" "$root" "$mirror" >"$work/debootstrap.log" 2>&1 \
    || { tail -n 20 "$work/debootstrap.log" >&2; fail "debootstrap failed"; }

# How this machine reaches its network: names, certificates, proxies, apt's transport options.
cp --remove-destination /etc/resolv.conf "$root/etc/resolv.conf"
if [[ -d /usr/local/share/ca-certificates ]]; then
    cp -R /usr/local/share/ca-certificates/. "$root/usr/local/share/ca-certificates/"
    chroot "$root" update-ca-certificates >/dev/null 2>&1
fi
apt-config dump | grep -E '^Acquire::(https?::|Check-|Retries)' \
    >"$root/etc/apt/apt.conf.d/90-this-machine" || true
# Nothing else of the environment, above all no CI and no locale. A path that is not there is no use.
environment=(HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin)
while IFS='=' read -r -d '' name value; do
    case $name in
        PIP_* | *_proxy | *_PROXY | SSL_CERT_FILE | SSL_CERT_DIR | REQUESTS_CA_BUNDLE)
            [[ $value != /* || -e $root$value ]] && environment+=("$name=$value") ;;
    esac
done </proc/self/environ

git clone --quiet --no-hardlinks "$source" "$root/root/publication"
mount -t proc proc "$root/proc"
mount -t tmpfs tmpfs "$root/dev/shm"

packages() { chroot "$root" dpkg-query --show --showformat '${Package}\n' | sort; }
inside() { chroot "$root" env -i "${environment[@]}" make -C /root/publication $target 2>&1; }

packages >"$work/before"
say "first make${target:+ $target}"
begin=$EPOCHREALTIME
inside | tee "$work/first.log" || fail "the first make failed"
say "took $(awk "BEGIN { printf \"%.1f\", $EPOCHREALTIME - $begin }") s"
say "installed by apt:" $(comm -13 "$work/before" <(packages))

say "second make${target:+ $target}"
begin=$EPOCHREALTIME
inside | tee "$work/second.log" || fail "the second make failed"
say "took $(awk "BEGIN { printf \"%.1f\", $EPOCHREALTIME - $begin }") s"
grep -q '^setup:' "$work/first.log" || fail "the first make did not set anything up"
! grep -q '^setup:' "$work/second.log" || fail "the second make set something up again"
grep -qiE 'nothing to (do|be done)|up to date' "$work/second.log" \
    || fail "the second make does not say that there is nothing to do"
say "passed"
