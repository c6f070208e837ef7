CREATE TABLE "chats" (
	"workflow_id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"version_id" text NOT NULL,
	"node_id" text NOT NULL,
	"model" text NOT NULL,
	"title" text NOT NULL,
	"greeting" text NOT NULL,
	"suggestions" text NOT NULL,
	"remember" integer NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "conversation_messages" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"conversation_id" text NOT NULL,
	"turn" integer NOT NULL,
	"attempt" integer NOT NULL,
	"text" text,
	"run_id" text,
	"answer" text,
	"client_key" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "conversations" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"user_id" text NOT NULL,
	"workflow_id" text,
	"title" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "chats" ADD CONSTRAINT "chats_workflow_id_workflows_id_fk" FOREIGN KEY ("workflow_id") REFERENCES "public"."workflows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chats" ADD CONSTRAINT "chats_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chats" ADD CONSTRAINT "chats_version_id_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."versions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversation_messages" ADD CONSTRAINT "conversation_messages_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversation_messages" ADD CONSTRAINT "conversation_messages_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_workflow_id_workflows_id_fk" FOREIGN KEY ("workflow_id") REFERENCES "public"."workflows"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "chats_model" ON "chats" USING btree ("workspace_id","model");--> statement-breakpoint
CREATE UNIQUE INDEX "conversation_messages_place" ON "conversation_messages" USING btree ("conversation_id","turn","attempt");--> statement-breakpoint
CREATE UNIQUE INDEX "conversation_messages_key" ON "conversation_messages" USING btree ("conversation_id","client_key") WHERE "conversation_messages"."client_key" is not null;--> statement-breakpoint
CREATE INDEX "conversation_messages_run" ON "conversation_messages" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "conversation_messages_open" ON "conversation_messages" USING btree ("id") WHERE "conversation_messages"."answer" is null and "conversation_messages"."run_id" is not null;--> statement-breakpoint
CREATE INDEX "conversations_of_member" ON "conversations" USING btree ("workspace_id","user_id","updated_at");--> statement-breakpoint
CREATE INDEX "conversations_workflow" ON "conversations" USING btree ("workflow_id");
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "chats", "conversations" TO heddle_app;
--> statement-breakpoint
-- What was asked is never changed; an answer gets its run, and what that came to.
GRANT SELECT, INSERT, DELETE, UPDATE ("run_id", "answer") ON "conversation_messages" TO heddle_app;
--> statement-breakpoint
-- The engine keeps the answers of runs that have ended, before the runs themselves go.
GRANT SELECT, UPDATE ("answer") ON "conversation_messages" TO heddle_engine;
--> statement-breakpoint
ALTER TABLE "chats" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "chats" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "conversations" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "conversations" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "conversation_messages" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "conversation_messages" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "own_workspace" ON "chats" TO heddle_app USING ("workspace_id" = current_setting('heddle.workspace_id', true)) WITH CHECK ("workspace_id" = current_setting('heddle.workspace_id', true));
--> statement-breakpoint
CREATE POLICY "own_workspace" ON "conversations" TO heddle_app USING ("workspace_id" = current_setting('heddle.workspace_id', true)) WITH CHECK ("workspace_id" = current_setting('heddle.workspace_id', true));
--> statement-breakpoint
CREATE POLICY "own_workspace" ON "conversation_messages" TO heddle_app USING ("workspace_id" = current_setting('heddle.workspace_id', true)) WITH CHECK ("workspace_id" = current_setting('heddle.workspace_id', true));
--> statement-breakpoint
CREATE POLICY "engine" ON "conversation_messages" TO heddle_engine USING (true) WITH CHECK (true);
