CREATE TABLE "knowledge_bases" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"settings" text NOT NULL,
	"model" text NOT NULL,
	"dimensions" integer,
	"metric" text NOT NULL,
	"language" text NOT NULL,
	"added_seq" bigint DEFAULT 0 NOT NULL,
	"removed_seq" bigint DEFAULT 0 NOT NULL,
	"created_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "knowledge_chunks" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"base_id" text NOT NULL,
	"document_id" text NOT NULL,
	"number" integer NOT NULL,
	"section" integer,
	"text" text NOT NULL,
	"headings" text NOT NULL,
	"tokens" integer NOT NULL,
	"char_from" integer NOT NULL,
	"char_to" integer NOT NULL,
	"page_from" integer,
	"page_to" integer,
	"hash" text NOT NULL,
	"embedding" "bytea",
	"seq" bigint,
	"words" "tsvector" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "knowledge_documents" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"base_id" text NOT NULL,
	"name" text NOT NULL,
	"media_type" text NOT NULL,
	"source" text NOT NULL,
	"url" text,
	"key" text,
	"file_id" text,
	"size" bigint DEFAULT 0 NOT NULL,
	"sha256" text DEFAULT '' NOT NULL,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"state" text NOT NULL,
	"problem" text,
	"pages" integer,
	"characters" integer,
	"chunks" integer DEFAULT 0 NOT NULL,
	"chunks_done" integer DEFAULT 0 NOT NULL,
	"created_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "knowledge_jobs" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text,
	"kind" text NOT NULL,
	"base_id" text,
	"document_id" text,
	"cursor" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"owner" text,
	"lease_until" timestamp with time zone,
	"run_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "knowledge_sections" (
	"document_id" text NOT NULL,
	"number" integer NOT NULL,
	"workspace_id" text NOT NULL,
	"text" text NOT NULL,
	"char_from" integer NOT NULL,
	"char_to" integer NOT NULL,
	CONSTRAINT "knowledge_sections_document_id_number_pk" PRIMARY KEY("document_id","number")
);
--> statement-breakpoint
ALTER TABLE "knowledge_bases" ADD CONSTRAINT "knowledge_bases_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_bases" ADD CONSTRAINT "knowledge_bases_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_chunks" ADD CONSTRAINT "knowledge_chunks_document_id_knowledge_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."knowledge_documents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_documents" ADD CONSTRAINT "knowledge_documents_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_documents" ADD CONSTRAINT "knowledge_documents_base_id_knowledge_bases_id_fk" FOREIGN KEY ("base_id") REFERENCES "public"."knowledge_bases"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_documents" ADD CONSTRAINT "knowledge_documents_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_jobs" ADD CONSTRAINT "knowledge_jobs_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_sections" ADD CONSTRAINT "knowledge_sections_document_id_knowledge_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."knowledge_documents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "knowledge_bases_name" ON "knowledge_bases" USING btree ("workspace_id",lower("name"));--> statement-breakpoint
CREATE UNIQUE INDEX "knowledge_chunks_place" ON "knowledge_chunks" USING btree ("document_id","number");--> statement-breakpoint
CREATE INDEX "knowledge_chunks_seq" ON "knowledge_chunks" USING btree ("base_id","seq");--> statement-breakpoint
CREATE INDEX "knowledge_chunks_hash" ON "knowledge_chunks" USING btree ("base_id","hash");--> statement-breakpoint
CREATE INDEX "knowledge_chunks_words" ON "knowledge_chunks" USING gin ("words");--> statement-breakpoint
CREATE INDEX "knowledge_documents_base" ON "knowledge_documents" USING btree ("base_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "knowledge_documents_key" ON "knowledge_documents" USING btree ("base_id","key");--> statement-breakpoint
CREATE INDEX "knowledge_documents_content" ON "knowledge_documents" USING btree ("base_id","sha256");--> statement-breakpoint
CREATE INDEX "knowledge_documents_file" ON "knowledge_documents" USING btree ("file_id");--> statement-breakpoint
CREATE INDEX "knowledge_jobs_due" ON "knowledge_jobs" USING btree ("run_at");--> statement-breakpoint
CREATE UNIQUE INDEX "knowledge_jobs_document" ON "knowledge_jobs" USING btree ("kind","document_id") WHERE "knowledge_jobs"."kind" = 'ingest';
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "knowledge_bases", "knowledge_documents" TO heddle_app;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON "knowledge_sections" TO heddle_app;
--> statement-breakpoint
-- A passage is written once; only its vector comes later.
GRANT SELECT, INSERT, DELETE, UPDATE ("embedding", "seq") ON "knowledge_chunks" TO heddle_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "knowledge_jobs" TO heddle_app;
--> statement-breakpoint
-- The engine hands out the work of all workspaces, looks for words (an index on them is of no use under row-level
-- security), copies vectors into an index that is built anew, and keeps originals when it sweeps files.
GRANT SELECT, INSERT, UPDATE, DELETE ON "knowledge_jobs" TO heddle_engine;
--> statement-breakpoint
GRANT SELECT ON "knowledge_bases", "knowledge_documents", "knowledge_chunks" TO heddle_engine;
--> statement-breakpoint
ALTER TABLE "knowledge_bases" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "knowledge_bases" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "knowledge_documents" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "knowledge_documents" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "knowledge_sections" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "knowledge_sections" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "knowledge_chunks" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "knowledge_chunks" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "knowledge_jobs" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "knowledge_jobs" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "own_workspace" ON "knowledge_bases" TO heddle_app USING ("workspace_id" = current_setting('heddle.workspace_id', true)) WITH CHECK ("workspace_id" = current_setting('heddle.workspace_id', true));
--> statement-breakpoint
CREATE POLICY "own_workspace" ON "knowledge_documents" TO heddle_app USING ("workspace_id" = current_setting('heddle.workspace_id', true)) WITH CHECK ("workspace_id" = current_setting('heddle.workspace_id', true));
--> statement-breakpoint
CREATE POLICY "own_workspace" ON "knowledge_sections" TO heddle_app USING ("workspace_id" = current_setting('heddle.workspace_id', true)) WITH CHECK ("workspace_id" = current_setting('heddle.workspace_id', true));
--> statement-breakpoint
CREATE POLICY "own_workspace" ON "knowledge_chunks" TO heddle_app USING ("workspace_id" = current_setting('heddle.workspace_id', true)) WITH CHECK ("workspace_id" = current_setting('heddle.workspace_id', true));
--> statement-breakpoint
CREATE POLICY "own_workspace" ON "knowledge_jobs" TO heddle_app USING ("workspace_id" = current_setting('heddle.workspace_id', true)) WITH CHECK ("workspace_id" = current_setting('heddle.workspace_id', true));
--> statement-breakpoint
CREATE POLICY "engine" ON "knowledge_jobs" TO heddle_engine USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY "engine" ON "knowledge_bases" TO heddle_engine USING (true);
--> statement-breakpoint
CREATE POLICY "engine" ON "knowledge_documents" TO heddle_engine USING (true);
--> statement-breakpoint
CREATE POLICY "engine" ON "knowledge_chunks" TO heddle_engine USING (true);
