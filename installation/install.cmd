@echo off
rem Installs textmining from the wheels beside this file, without internet and without special rights.
rem Usage: install.cmd [FOLDER], by default textmining in the user's folder for local programs.
setlocal
set "folder=%~1"
if "%folder%"=="" set "folder=%LOCALAPPDATA%\textmining"
set "python=py -@PYTHON@"
%python% -c "" >nul 2>nul || set "python=python"
%python% -c "import sys; sys.exit('%%d.%%d' %% sys.version_info[:2] != '@PYTHON@')"
if errorlevel 1 goto python
%python% -m venv "%folder%"
if errorlevel 1 goto failed
"%folder%\Scripts\python.exe" -m pip install --quiet --disable-pip-version-check --no-index --no-deps --require-hashes --find-links "%~dp0wheels" --requirement "%~dp0requirements.txt"
if errorlevel 1 goto failed
"%folder%\Scripts\python.exe" -m pip check
if errorlevel 1 goto failed
echo Installed. Try it: "%folder%\Scripts\textmining.exe" demo
exit /b 0

:python
echo These wheels need Python @PYTHON@ (64 bit). Install it, or ask for it to be installed.
exit /b 1

:failed
echo Not installed; what is wrong stands above.
exit /b 1
