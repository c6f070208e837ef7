ALTER TABLE "workspaces" ADD COLUMN "retention_days" integer DEFAULT 30 NOT NULL;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "outbound_allow" text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "outbound_deny" text DEFAULT '[]' NOT NULL;--> statement-breakpoint
GRANT UPDATE ("retention_days", "outbound_allow", "outbound_deny") ON "workspaces" TO heddle_app;
