/** The provider that is always there: it answers by itself, offline, and says so. */
export const DEMO_PROVIDER = "demo";
export const DEMO_WRITER = "writer";
export const DEMO_EMBEDDER = "embedder";
export const DEMO_RERANKER = "reranker";
