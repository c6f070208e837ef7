CREATE TABLE "knowledge_vectors" (
	"chunk_id" text NOT NULL,
	"generation" integer NOT NULL,
	"workspace_id" text NOT NULL,
	"base_id" text NOT NULL,
	"document_id" text NOT NULL,
	"embedding" "bytea" NOT NULL,
	"seq" bigint NOT NULL,
	CONSTRAINT "knowledge_vectors_chunk_id_generation_pk" PRIMARY KEY("chunk_id","generation")
);
--> statement-breakpoint
DROP INDEX "knowledge_chunks_seq";--> statement-breakpoint
ALTER TABLE "knowledge_bases" ADD COLUMN "generation" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "knowledge_bases" ADD COLUMN "last_generation" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "knowledge_bases" ADD COLUMN "next_generation" integer;--> statement-breakpoint
ALTER TABLE "knowledge_bases" ADD COLUMN "next_model" text;--> statement-breakpoint
ALTER TABLE "knowledge_bases" ADD COLUMN "next_dimensions" integer;--> statement-breakpoint
ALTER TABLE "knowledge_bases" ADD COLUMN "next_problem" text;--> statement-breakpoint
ALTER TABLE "knowledge_vectors" ADD CONSTRAINT "knowledge_vectors_chunk_id_knowledge_chunks_id_fk" FOREIGN KEY ("chunk_id") REFERENCES "public"."knowledge_chunks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "knowledge_vectors_seq" ON "knowledge_vectors" USING btree ("base_id","generation","seq","chunk_id");--> statement-breakpoint
CREATE INDEX "knowledge_chunks_base" ON "knowledge_chunks" USING btree ("base_id","id");--> statement-breakpoint
-- Row-level security holds for the owner of the tables too: it would hide what is to be moved.
ALTER TABLE "knowledge_chunks" NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
INSERT INTO "knowledge_vectors" ("chunk_id", "generation", "workspace_id", "base_id", "document_id", "embedding", "seq")
SELECT "id", 0, "workspace_id", "base_id", "document_id", "embedding", "seq" FROM "knowledge_chunks" WHERE "embedding" IS NOT NULL;
--> statement-breakpoint
ALTER TABLE "knowledge_chunks" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "knowledge_chunks" DROP COLUMN "embedding";--> statement-breakpoint
ALTER TABLE "knowledge_chunks" DROP COLUMN "seq";
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE, UPDATE ("embedding", "seq") ON "knowledge_vectors" TO heddle_app;
--> statement-breakpoint
-- The engine copies vectors into an index that is built anew.
GRANT SELECT ON "knowledge_vectors" TO heddle_engine;
--> statement-breakpoint
ALTER TABLE "knowledge_vectors" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "knowledge_vectors" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "own_workspace" ON "knowledge_vectors" TO heddle_app USING ("workspace_id" = current_setting('heddle.workspace_id', true)) WITH CHECK ("workspace_id" = current_setting('heddle.workspace_id', true));
--> statement-breakpoint
CREATE POLICY "engine" ON "knowledge_vectors" TO heddle_engine USING (true);
