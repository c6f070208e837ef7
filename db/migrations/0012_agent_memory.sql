CREATE TABLE "agent_conversations" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"workflow_id" text NOT NULL,
	"node_id" text NOT NULL,
	"key" text NOT NULL,
	"summary" text DEFAULT '' NOT NULL,
	"summarised_to" bigint DEFAULT 0 NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "agent_exchanges" (
	"place" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "agent_exchanges_place_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" text NOT NULL,
	"conversation_id" text NOT NULL,
	"said_by" text NOT NULL,
	"asked" text NOT NULL,
	"answered" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "agent_conversations" ADD CONSTRAINT "agent_conversations_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_conversations" ADD CONSTRAINT "agent_conversations_workflow_id_workflows_id_fk" FOREIGN KEY ("workflow_id") REFERENCES "public"."workflows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_exchanges" ADD CONSTRAINT "agent_exchanges_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_exchanges" ADD CONSTRAINT "agent_exchanges_conversation_id_agent_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."agent_conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "agent_conversations_key" ON "agent_conversations" USING btree ("workflow_id","node_id","key");--> statement-breakpoint
CREATE INDEX "agent_conversations_age" ON "agent_conversations" USING btree ("workspace_id","updated_at");--> statement-breakpoint
CREATE UNIQUE INDEX "agent_exchanges_said_by" ON "agent_exchanges" USING btree ("conversation_id","said_by");
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "agent_conversations", "agent_exchanges" TO heddle_app;
--> statement-breakpoint
-- The sweeper forgets what is too old, in all workspaces.
GRANT SELECT, DELETE ON "agent_conversations", "agent_exchanges" TO heddle_engine;
--> statement-breakpoint
ALTER TABLE "agent_conversations" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "agent_conversations" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "agent_exchanges" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "agent_exchanges" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "own_workspace" ON "agent_conversations" TO heddle_app USING ("workspace_id" = current_setting('heddle.workspace_id', true)) WITH CHECK ("workspace_id" = current_setting('heddle.workspace_id', true));
--> statement-breakpoint
CREATE POLICY "own_workspace" ON "agent_exchanges" TO heddle_app USING ("workspace_id" = current_setting('heddle.workspace_id', true)) WITH CHECK ("workspace_id" = current_setting('heddle.workspace_id', true));
--> statement-breakpoint
CREATE POLICY "engine" ON "agent_conversations" TO heddle_engine USING (true);
--> statement-breakpoint
CREATE POLICY "engine" ON "agent_exchanges" TO heddle_engine USING (true);
