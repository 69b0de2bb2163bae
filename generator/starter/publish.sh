#!/bin/sh
# 检查、生成、打包，用在任何一台有 Python 3.11 以上的机器上；有没有自动发布都能用。
# 做完有一个文件夹 site/ 和一个压缩包 site.zip，内容相同，里面的 MANIFEST.json 记着每个文件的 SHA-256。
# 中途失败，原来的 site/ 和 site.zip 不动。
#
#   sh publish.sh
#   GONGKAI=./gongkai-0.1.0-py3-none-any.whl sh publish.sh    用手边的安装包，不照 requirements.txt
#   PYTHON=python3.12 sh publish.sh                           指定用哪个 Python
set -eu
cd -- "$(dirname -- "$0")"

tools=.venv
if [ ! -x "$tools/bin/python" ]; then
    "${PYTHON:-python3}" -m venv "$tools"
fi
if [ -n "${GONGKAI:-}" ]; then
    "$tools/bin/python" -m pip install --quiet "$GONGKAI"
else
    "$tools/bin/python" -m pip install --quiet --requirement requirements.txt
fi

"$tools/bin/gongkai" check
"$tools/bin/gongkai" build --output site --zip site.zip
