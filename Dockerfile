# syntax=docker/dockerfile:1
# Heddle as one image: pages, webhooks and workers (`node server.ts --role worker`) are the same code.

FROM node:24-bookworm-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
# What is installed changes less often than what is built: a layer of its own.
COPY package.json package-lock.json .npmrc ./
COPY lib/server-only lib/server-only
RUN npm ci
COPY . .
RUN node bin/build.mjs && npm prune --omit=dev && rm -rf .next/cache node_modules/.cache && mkdir .next/cache

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    HOSTNAME=0.0.0.0 \
    PORT=3000 \
    HEDDLE_DATA_DIR=/data
WORKDIR /app
# Owned by root: what serves cannot change itself.
COPY --from=build /app /app
RUN mkdir /data && chown node:node /data && chmod 700 /data
VOLUME /data
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/ready`).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server.ts"]
