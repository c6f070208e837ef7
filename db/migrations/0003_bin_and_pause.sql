ALTER TABLE "workflows" ADD COLUMN "paused_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "workflows" ADD COLUMN "deleted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "workflows" ADD COLUMN "deleted_by" text;--> statement-breakpoint
ALTER TABLE "workflows" ADD CONSTRAINT "workflows_deleted_by_users_id_fk" FOREIGN KEY ("deleted_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "workflows_bin" ON "workflows" USING btree ("deleted_at") WHERE "workflows"."deleted_at" is not null;--> statement-breakpoint
CREATE INDEX "runs_failed" ON "runs" USING btree ("workspace_id","id") WHERE "runs"."state" = 'failed';--> statement-breakpoint
-- The engine empties the bin of every workspace.
GRANT DELETE ON "workflows" TO heddle_engine;
