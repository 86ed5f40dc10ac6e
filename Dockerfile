# The product as an image: `docker compose up` starts it with PostgreSQL (compose.yaml, and the guide for operators).

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
# The build checks that the settings are complete, and keeps none of them: the server reads its own when it starts.
ENV NEXTAUTH_URL=http://localhost:3000 \
    DATABASE_URL=postgresql://app:none@127.0.0.1:1/none \
    DATABASE_PLATFORM_URL=postgresql://platform:none@127.0.0.1:1/none \
    SMTP_URL=smtp://127.0.0.1:1 \
    INNGEST_EVENT_KEY=of-the-build \
    INNGEST_SIGNING_KEY=00000000000000000000000000000000 \
    PUSHER_APP_ID=1 \
    PUSHER_KEY=of-the-build \
    PUSHER_SECRET=of-the-build \
    PUSHER_CLUSTER=eu
RUN export NEXTAUTH_SECRET="$(node -p 'crypto.randomBytes(36).toString("base64")')" && \
    export ENCRYPTION_KEY="$(node -p 'crypto.randomBytes(36).toString("base64")')" && \
    npm run build && \
    mkdir /served && \
    cp -a .next-* next.config.mjs public scripts package.json package-lock.json .npmrc /served/

FROM node:24.21.0-bookworm-slim AS serve
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force && mkdir .data && chown node:node .data
COPY --from=build /served ./
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATA_DIR=/app/.data
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/api/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "scripts/start.mjs"]
