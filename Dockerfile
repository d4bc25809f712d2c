# The page and the API, for a server: docker build -t quote-only-bot . ; how to run it stands in docs/administrators.md.
# Two stages, so that neither pip nor the sources end up in the image. It runs as nobody and writes nothing.
# Alpine, because its Python is less than half as large; all that is installed has wheels for it.

FROM python:3.12-alpine AS build
WORKDIR /source
COPY pyproject.toml hatch_build.py README.md LICENSE LICENSE-Apache-2.0 NOTICE.md ./
COPY bot bot
COPY corpus corpus
# Only the bot's own modules are compiled: compiling the libraries too takes 25 MB and saves a second at the start.
RUN python -m venv /opt/bot \
    && /opt/bot/bin/pip install --no-cache-dir --disable-pip-version-check --no-compile --prefer-binary '.[web,word,pdf]' \
    && /opt/bot/bin/pip uninstall --yes pip \
    && find /opt/bot -depth -type d \( -name tests -o -name test \) -path '*/site-packages/*' -exec rm -rf {} + \
    && /opt/bot/bin/python -m compileall -q /opt/bot/lib/python3.12/site-packages/bot

FROM python:3.12-alpine
COPY --from=build /opt/bot /opt/bot
ENV PATH=/opt/bot/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 LANG=C.UTF-8
USER 65534:65534
WORKDIR /leaflets
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/api/health', timeout=4)"]
ENTRYPOINT ["bot", "serve", "--host", "0.0.0.0"]
CMD ["--port", "8000", "--workers", "2"]
