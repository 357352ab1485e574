@echo off
rem The handbook's commands on Windows, from its root: .\handbook check. Elsewhere the file without an extension does the same.
if exist "%~dp0.venv\Scripts\handbook.exe" (
  "%~dp0.venv\Scripts\handbook.exe" %*
  exit /b
)
chcp 65001 >nul
echo 手册的命令还没有装好。请先装 Python 3.11 以上，再在这个文件夹里依次运行： 1>&2
echo The commands are not installed yet. Install Python 3.11+, then run these in this folder: 1>&2
echo   py -m venv .venv 1>&2
if exist "%~dp0requirements.txt" (
  echo   .venv\Scripts\python -m pip install --no-deps -r requirements.txt 1>&2
  echo   .venv\Scripts\python -m pip install --require-hashes -r .venv\Lib\site-packages\handbook\starter\shared\requirements.lock 1>&2
) else (
  echo   .venv\Scripts\python -m pip install --require-hashes -r requirements.lock 1>&2
  echo   .venv\Scripts\python -m pip install --no-deps --no-build-isolation -e . 1>&2
)
exit /b 1
