# syntax=docker/dockerfile:1

FROM node:24-bookworm-slim AS builder
WORKDIR /build
COPY . .
# Ends with everything built: `prepare` runs tsc and vite.
RUN npm ci

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATA_DIR=/data \
    CONFIG_DIR=/app/config
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Nothing is compiled here: the native parts come prebuilt, and no package's script runs in the image.
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force
COPY --from=builder /build/dist ./dist
COPY config ./config
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.js"]
