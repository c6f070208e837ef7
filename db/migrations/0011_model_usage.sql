CREATE TABLE "model_holds" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"run_id" text NOT NULL,
	"path" text NOT NULL,
	"attempt" integer NOT NULL,
	"cost_nano" bigint,
	"tokens" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"alive_until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "model_prices" (
	"workspace_id" text NOT NULL,
	"model" text NOT NULL,
	"input" double precision NOT NULL,
	"output" double precision NOT NULL,
	"cache_read" double precision,
	"cache_write" double precision,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_by" text,
	CONSTRAINT "model_prices_workspace_id_model_pk" PRIMARY KEY("workspace_id","model")
);
--> statement-breakpoint
CREATE TABLE "model_rules" (
	"workspace_id" text PRIMARY KEY NOT NULL,
	"requests_per_minute" integer,
	"tokens_per_minute" integer,
	"calls_at_once" integer,
	"day_usd" double precision,
	"day_tokens" bigint,
	"month_usd" double precision,
	"month_tokens" bigint
);
--> statement-breakpoint
CREATE TABLE "model_usage_days" (
	"workspace_id" text NOT NULL,
	"day" date NOT NULL,
	"workflow_id" text NOT NULL,
	"model" text NOT NULL,
	"calls" integer DEFAULT 0 NOT NULL,
	"failed_calls" integer DEFAULT 0 NOT NULL,
	"cached_calls" integer DEFAULT 0 NOT NULL,
	"unpriced_calls" integer DEFAULT 0 NOT NULL,
	"input_tokens" bigint DEFAULT 0 NOT NULL,
	"output_tokens" bigint DEFAULT 0 NOT NULL,
	"cost_nano" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "model_usage_days_workspace_id_day_workflow_id_model_pk" PRIMARY KEY("workspace_id","day","workflow_id","model")
);
--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "model_calls" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "unpriced_calls" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "input_tokens" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "output_tokens" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "cost_nano" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "model_holds" ADD CONSTRAINT "model_holds_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_prices" ADD CONSTRAINT "model_prices_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_prices" ADD CONSTRAINT "model_prices_updated_by_users_id_fk" FOREIGN KEY ("updated_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_rules" ADD CONSTRAINT "model_rules_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_usage_days" ADD CONSTRAINT "model_usage_days_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "model_holds_workspace" ON "model_holds" USING btree ("workspace_id","run_id");
--> statement-breakpoint
GRANT SELECT ON "model_usage_days" TO heddle_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "model_prices", "model_rules" TO heddle_app;
--> statement-breakpoint
-- The engine counts with the journal, and keeps budgets over all processes.
GRANT SELECT, INSERT, UPDATE ON "model_usage_days" TO heddle_engine;
--> statement-breakpoint
GRANT SELECT ON "model_prices", "model_rules" TO heddle_engine;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "model_holds" TO heddle_engine;
--> statement-breakpoint
ALTER TABLE "model_usage_days" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "model_usage_days" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "model_prices" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "model_prices" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "model_rules" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "model_rules" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "model_holds" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "model_holds" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "own_workspace" ON "model_usage_days" TO heddle_app USING ("workspace_id" = current_setting('heddle.workspace_id', true)) WITH CHECK ("workspace_id" = current_setting('heddle.workspace_id', true));
--> statement-breakpoint
CREATE POLICY "own_workspace" ON "model_prices" TO heddle_app USING ("workspace_id" = current_setting('heddle.workspace_id', true)) WITH CHECK ("workspace_id" = current_setting('heddle.workspace_id', true));
--> statement-breakpoint
CREATE POLICY "own_workspace" ON "model_rules" TO heddle_app USING ("workspace_id" = current_setting('heddle.workspace_id', true)) WITH CHECK ("workspace_id" = current_setting('heddle.workspace_id', true));
--> statement-breakpoint
CREATE POLICY "own_workspace" ON "model_holds" TO heddle_app USING ("workspace_id" = current_setting('heddle.workspace_id', true)) WITH CHECK ("workspace_id" = current_setting('heddle.workspace_id', true));
--> statement-breakpoint
CREATE POLICY "engine" ON "model_usage_days" TO heddle_engine USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY "engine" ON "model_prices" TO heddle_engine USING (true);
--> statement-breakpoint
CREATE POLICY "engine" ON "model_rules" TO heddle_engine USING (true);
--> statement-breakpoint
CREATE POLICY "engine" ON "model_holds" TO heddle_engine USING (true) WITH CHECK (true);
