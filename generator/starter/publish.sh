#!/bin/sh
# 安装、检查、生成，用在任何一台有 Python 3.11 以上的机器上；有没有自动发布都能用。
# 程序装进这里的 .venv，只装 requirements.txt 写明的那一版；没有变就不重装，也不上网。
# 做完有一个文件夹 site/ 和一个压缩包 site.zip，内容相同，里面的 MANIFEST.json 记着每个文件的 SHA-256。
# 中途失败，原来的 site/ 和 site.zip 不动。
#
#   sh publish.sh
#   sh publish.sh --output public              后面写了的，照原样交给 gongkai build，代替 --output site --zip site.zip
#   PUBLISHED=https://… sh publish.sh          先取来公开网站的清单，公开的表比它少了一成以上就停下
#   sh publish.sh --output site --hold-back    有不能公开的内容时，扣下那几份表，其余照样发布（先不检查）
#   PYTHON=python3.12 sh publish.sh            指定用哪个 Python
set -eu
cd -- "$(dirname -- "$0")"

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

# 不用 .venv/bin/gongkai：它写着安装时的路径，项目拷到别处，运行的还是原来那里的程序。
gongkai() { .venv/bin/python -P -m generator "$@"; }

install() { # 用这些 Python 中第一个合用的
    for python; do
        is_new_enough "$python" || continue
        if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
            echo "$python 缺少 venv 模块；Debian、Ubuntu 请安装 python3-venv" >&2
            exit 5
        fi
        "$python" -m venv --clear .venv
        .venv/bin/python -m pip --disable-pip-version-check install --quiet --requirement requirements.txt
        cat requirements.txt requirements.lock > .venv/installed
        return
    done
    echo "需要 Python 3.11 或更新的版本；装在别处的，请写 PYTHON=它的路径" >&2
    exit 5
}

if ! cat requirements.txt requirements.lock | cmp -s - .venv/installed ||
    ! gongkai --version >/dev/null 2>&1; then
    if [ -n "${PYTHON:-}" ]; then
        install "$PYTHON"
    else
        install python3 python3.14 python3.13 python3.12 python3.11 python
    fi
fi

[ $# -gt 0 ] || set -- --output site --zip site.zip

# 还没有公开过的（404），没有可比的；因为别的缘故取不到清单的，就停下。
if [ -n "${PUBLISHED:-}" ]; then
    before=.venv/published.json
    rm -f "$before"
    .venv/bin/python - "${PUBLISHED%/}/MANIFEST.json" "$before" <<'END'
import json
import sys
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import urlopen

address, file = sys.argv[1:]
try:
    with urlopen(address, timeout=60) as answer:
        content = answer.read()
except (OSError, ValueError, HTTPException) as error:
    if not isinstance(error, HTTPError) or error.code not in (404, 410):
        print(f"取不到公开网站的清单 {address}：{error or type(error).__name__}", file=sys.stderr)
        sys.exit(5)
    print(f"{address} 还没有，当作第一次公开，这次不比较；已经公开过的，请核对 PUBLISHED 的网址", file=sys.stderr)
    sys.exit()
try:
    is_manifest = json.loads(content)["generator"] == "gongkai"
except (ValueError, LookupError, TypeError, RecursionError):
    is_manifest = False
if not is_manifest:
    reason = "那里回答的不是 gongkai 的清单（可能是登录页或别的网页），请核对 PUBLISHED 的网址"
    print(f"取不到公开网站的清单 {address}：{reason}", file=sys.stderr)
    sys.exit(5)
with open(file, "wb") as copy:
    copy.write(content)
END
    [ ! -f "$before" ] || set -- "$@" --against "$before"
fi

case " $* " in
    *" --hold-back "*) ;;
    *) gongkai check ;;
esac
gongkai build "$@"
