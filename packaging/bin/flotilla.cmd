@echo off
rem Without arguments: the window. With them: the command (the app's own program without a window).
if "%~1"=="" (
  start "" "%~dp0..\..\Flotilla.exe"
) else (
  "%~dp0..\..\Flotilla.exe" --disable-gpu --log-level=3 --flotilla-command -- %*
)
