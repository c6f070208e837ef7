import type { NextConfig } from "next";

/** Loaded by Node when a model is first asked (lib/ai). */
const modelPackages = [
  "ai",
  "@ai-sdk/amazon-bedrock",
  "@ai-sdk/anthropic",
  "@ai-sdk/azure",
  "@ai-sdk/google",
  "@ai-sdk/openai",
  "@ai-sdk/openai-compatible",
];

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // Native code, or packages that hold state the host shares: loaded by Node itself, once.
  serverExternalPackages: [
    "pg",
    "@neondatabase/serverless",
    "@node-rs/argon2",
    "undici",
    "inngest",
    "ws",
    ...modelPackages,
  ],
  // `verify` runs TypeScript on its own, beside the other checks.
  typescript: { ignoreBuildErrors: true },
};

export default config;
