import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: [
    "./db/schema/auth.ts",
    "./db/schema/workflows.ts",
    "./db/schema/runs.ts",
    "./db/schema/files.ts",
    "./db/schema/credentials.ts",
    "./db/schema/knowledge.ts",
    "./db/schema/models.ts",
    "./db/schema/memory.ts",
    "./db/schema/chat.ts",
  ],
  out: "./db/migrations",
});
