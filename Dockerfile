# Build: the launcher makes the environment and the browser files, as it does anywhere else.
FROM debian:bookworm-slim AS build
ARG PIP_INDEX_URL
ARG NPM_CONFIG_REGISTRY
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 ca-certificates \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/anhuan
COPY . .
RUN python3 run setup && rm -rf frontend/node_modules

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 ca-certificates openssl \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /var/lib/anhuan --create-home anhuan
COPY --from=build /opt/anhuan /opt/anhuan
ENV PATH=/opt/anhuan/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    ANHUAN_DATA=/var/lib/anhuan
USER anhuan
WORKDIR /var/lib/anhuan
VOLUME /var/lib/anhuan
EXPOSE 8000
CMD ["anhuan", "serve", "--host", "0.0.0.0"]
