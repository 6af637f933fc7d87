# etcdoc as an image: Node.js and one file, no shell, no package manager, not root.
#
# Both bases can be given by digest, or come from a mirror:
#   docker build -t etcdoc \
#     --build-arg NODE_IMAGE=docker.io/library/node:24-trixie-slim@sha256:... \
#     --build-arg RUNTIME_IMAGE=gcr.io/distroless/nodejs24-debian13:nonroot@sha256:... .
ARG NODE_IMAGE=docker.io/library/node:24-trixie-slim
ARG RUNTIME_IMAGE=gcr.io/distroless/nodejs24-debian13:nonroot

FROM $NODE_IMAGE AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
COPY patches patches
RUN npm ci
COPY scripts scripts
COPY src src
RUN npm run build
# Where Node.js is in RUNTIME_IMAGE. The first line of the program names it directly: without a shell there is no /usr/bin/env either.
ARG NODE_BINARY=/nodejs/bin/node
RUN mkdir -p /image/usr/local/bin /image/usr/local/lib/etcdoc /image/usr/share/doc/etcdoc \
  && sed "1s|^#!/usr/bin/env -S node |#!${NODE_BINARY} |" dist/etcdoc.js > /image/usr/local/lib/etcdoc/etcdoc.js \
  && head -n 1 /image/usr/local/lib/etcdoc/etcdoc.js | grep -q "^#!${NODE_BINARY} " \
  && chmod 0755 /image/usr/local/lib/etcdoc/etcdoc.js \
  && echo '{ "type": "module" }' > /image/usr/local/lib/etcdoc/package.json \
  && ln -s ../lib/etcdoc/etcdoc.js /image/usr/local/bin/etcdoc
COPY LICENSE /image/usr/share/doc/etcdoc/LICENSE

FROM $RUNTIME_IMAGE
COPY --from=build /image/ /
LABEL org.opencontainers.image.title="etcdoc" \
      org.opencontainers.image.description="A live view, a doctor and a daemon for etcd clusters" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="0.1.0"
USER 65532:65532
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/local/bin/etcdoc"]
