CREATE UNLOGGED TABLE "run_progress" (
	"run_id" text NOT NULL,
	"path" text NOT NULL,
	"workspace_id" text NOT NULL,
	"seq" integer NOT NULL,
	"text" text NOT NULL,
	CONSTRAINT "run_progress_run_id_path_pk" PRIMARY KEY("run_id","path")
);
--> statement-breakpoint
GRANT SELECT ON "run_progress" TO heddle_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "run_progress" TO heddle_engine;
--> statement-breakpoint
ALTER TABLE "run_progress" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "run_progress" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "own_workspace" ON "run_progress" TO heddle_app USING ("workspace_id" = current_setting('heddle.workspace_id', true)) WITH CHECK ("workspace_id" = current_setting('heddle.workspace_id', true));
--> statement-breakpoint
CREATE POLICY "engine" ON "run_progress" TO heddle_engine USING (true) WITH CHECK (true);
