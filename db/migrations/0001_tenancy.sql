CREATE TABLE "sign_in_failures" (
	"account" text NOT NULL,
	"address" text NOT NULL,
	"failures" integer NOT NULL,
	"locked_until" timestamp with time zone,
	"last_at" timestamp with time zone NOT NULL,
	CONSTRAINT "sign_in_failures_account_address_pk" PRIMARY KEY("account","address")
);
--> statement-breakpoint
ALTER TABLE "workflows" ADD COLUMN "published_revision" integer;
--> statement-breakpoint
-- Three roles that own nothing and cannot log in. They belong to the cluster, not to this database, so each may exist.
DO $$
DECLARE
	wanted text;
BEGIN
	FOREACH wanted IN ARRAY ARRAY['heddle_app', 'heddle_engine', 'heddle_auth'] LOOP
		BEGIN
			IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
				EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', wanted);
			END IF;
		EXCEPTION
			WHEN duplicate_object OR unique_violation THEN
				NULL; -- another database of this cluster was faster
			WHEN insufficient_privilege THEN
				RAISE EXCEPTION 'Heddle needs the database role "%", and the user "%" may not create roles. As an administrator run once:  ALTER ROLE "%" CREATEROLE;', wanted, current_user, current_user
					USING ERRCODE = 'insufficient_privilege',
					HINT = format('Or create them by hand:  CREATE ROLE heddle_app NOLOGIN NOINHERIT; CREATE ROLE heddle_engine NOLOGIN NOINHERIT; CREATE ROLE heddle_auth NOLOGIN NOINHERIT; GRANT heddle_app, heddle_engine, heddle_auth TO %I;', current_user);
		END;
		-- Being a member is not enough on PostgreSQL 16 and later: what counts is whether the role can be taken on.
		BEGIN
			PERFORM set_config('role', wanted, true);
			PERFORM set_config('role', 'none', true);
		EXCEPTION WHEN insufficient_privilege THEN
			BEGIN
				EXECUTE format('GRANT %I TO %I', wanted, current_user);
			EXCEPTION WHEN insufficient_privilege THEN
				RAISE EXCEPTION 'The user "%" may not act as the database role "%". As an administrator run once:  GRANT heddle_app, heddle_engine, heddle_auth TO "%";', current_user, wanted, current_user
					USING ERRCODE = 'insufficient_privilege';
			END;
		END;
	END LOOP;
END
$$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA "public" TO heddle_app, heddle_engine, heddle_auth;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "workflows" TO heddle_app;
--> statement-breakpoint
GRANT SELECT, INSERT ON "workflow_changes" TO heddle_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ("number", "note", "created_by", "created_at") ON "versions" TO heddle_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "webhooks" TO heddle_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "schedules" TO heddle_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "idempotency_keys" TO heddle_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ("name", "revoked_at") ON "api_keys" TO heddle_app;
--> statement-breakpoint
GRANT SELECT ON "members" TO heddle_app;
--> statement-breakpoint
GRANT SELECT ON "workspaces" TO heddle_app;
--> statement-breakpoint
GRANT SELECT ("id", "email", "name", "created_at") ON "users" TO heddle_app;
--> statement-breakpoint
GRANT SELECT ON "runs" TO heddle_app;
--> statement-breakpoint
GRANT SELECT ON "run_journal" TO heddle_app;
--> statement-breakpoint
GRANT SELECT ON "waits" TO heddle_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "runs" TO heddle_engine;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON "run_journal" TO heddle_engine;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "waits" TO heddle_engine;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "outbox" TO heddle_engine;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "instances" TO heddle_engine;
--> statement-breakpoint
GRANT SELECT ON "webhooks" TO heddle_engine;
--> statement-breakpoint
GRANT SELECT, UPDATE ON "schedules" TO heddle_engine;
--> statement-breakpoint
GRANT SELECT ON "versions" TO heddle_engine;
--> statement-breakpoint
GRANT SELECT ON "workflows" TO heddle_engine;
--> statement-breakpoint
GRANT SELECT ON "workspaces" TO heddle_engine;
--> statement-breakpoint
GRANT SELECT, DELETE ON "idempotency_keys" TO heddle_engine;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON "users" TO heddle_auth;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "sessions" TO heddle_auth;
--> statement-breakpoint
GRANT SELECT, INSERT ON "workspaces" TO heddle_auth;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON "members" TO heddle_auth;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ("last_used_at") ON "api_keys" TO heddle_auth;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "sign_in_failures" TO heddle_auth;
--> statement-breakpoint
ALTER TABLE "api_keys" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "api_keys" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "members" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "members" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "sessions" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "sessions" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "sign_in_failures" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "sign_in_failures" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "users" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "users" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "workspaces" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "workspaces" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "schedules" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "schedules" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "versions" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "versions" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "webhooks" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "webhooks" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "workflow_changes" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "workflow_changes" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "workflows" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "workflows" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "idempotency_keys" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "idempotency_keys" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "instances" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "instances" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "outbox" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "outbox" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "run_journal" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "run_journal" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "runs" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "runs" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "waits" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "waits" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "own_workspace" ON "workflows" TO heddle_app USING ("workspace_id" = current_setting('heddle.workspace_id', true)) WITH CHECK ("workspace_id" = current_setting('heddle.workspace_id', true));
--> statement-breakpoint
CREATE POLICY "own_workspace" ON "workflow_changes" TO heddle_app USING ("workspace_id" = current_setting('heddle.workspace_id', true)) WITH CHECK ("workspace_id" = current_setting('heddle.workspace_id', true));
--> statement-breakpoint
CREATE POLICY "own_workspace" ON "versions" TO heddle_app USING ("workspace_id" = current_setting('heddle.workspace_id', true)) WITH CHECK ("workspace_id" = current_setting('heddle.workspace_id', true));
--> statement-breakpoint
CREATE POLICY "own_workspace" ON "webhooks" TO heddle_app USING ("workspace_id" = current_setting('heddle.workspace_id', true)) WITH CHECK ("workspace_id" = current_setting('heddle.workspace_id', true));
--> statement-breakpoint
CREATE POLICY "own_workspace" ON "schedules" TO heddle_app USING ("workspace_id" = current_setting('heddle.workspace_id', true)) WITH CHECK ("workspace_id" = current_setting('heddle.workspace_id', true));
--> statement-breakpoint
CREATE POLICY "own_workspace" ON "idempotency_keys" TO heddle_app USING ("workspace_id" = current_setting('heddle.workspace_id', true)) WITH CHECK ("workspace_id" = current_setting('heddle.workspace_id', true));
--> statement-breakpoint
CREATE POLICY "own_workspace" ON "api_keys" TO heddle_app USING ("workspace_id" = current_setting('heddle.workspace_id', true)) WITH CHECK ("workspace_id" = current_setting('heddle.workspace_id', true));
--> statement-breakpoint
CREATE POLICY "own_workspace" ON "members" TO heddle_app USING ("workspace_id" = current_setting('heddle.workspace_id', true)) WITH CHECK ("workspace_id" = current_setting('heddle.workspace_id', true));
--> statement-breakpoint
CREATE POLICY "own_workspace" ON "workspaces" TO heddle_app USING ("id" = current_setting('heddle.workspace_id', true)) WITH CHECK ("id" = current_setting('heddle.workspace_id', true));
--> statement-breakpoint
CREATE POLICY "own_workspace" ON "users" TO heddle_app USING (EXISTS (SELECT FROM "members" WHERE "members"."user_id" = "users"."id")) WITH CHECK (EXISTS (SELECT FROM "members" WHERE "members"."user_id" = "users"."id"));
--> statement-breakpoint
CREATE POLICY "own_workspace" ON "runs" TO heddle_app USING ("workspace_id" = current_setting('heddle.workspace_id', true)) WITH CHECK ("workspace_id" = current_setting('heddle.workspace_id', true));
--> statement-breakpoint
CREATE POLICY "own_workspace" ON "run_journal" TO heddle_app USING ("workspace_id" = current_setting('heddle.workspace_id', true)) WITH CHECK ("workspace_id" = current_setting('heddle.workspace_id', true));
--> statement-breakpoint
CREATE POLICY "own_workspace" ON "waits" TO heddle_app USING ("workspace_id" = current_setting('heddle.workspace_id', true)) WITH CHECK ("workspace_id" = current_setting('heddle.workspace_id', true));
--> statement-breakpoint
CREATE POLICY "engine" ON "runs" TO heddle_engine USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY "engine" ON "run_journal" TO heddle_engine USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY "engine" ON "waits" TO heddle_engine USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY "engine" ON "outbox" TO heddle_engine USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY "engine" ON "instances" TO heddle_engine USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY "engine" ON "webhooks" TO heddle_engine USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY "engine" ON "schedules" TO heddle_engine USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY "engine" ON "versions" TO heddle_engine USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY "engine" ON "workflows" TO heddle_engine USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY "engine" ON "workspaces" TO heddle_engine USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY "engine" ON "idempotency_keys" TO heddle_engine USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY "before_workspace" ON "users" TO heddle_auth USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY "before_workspace" ON "sessions" TO heddle_auth USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY "before_workspace" ON "workspaces" TO heddle_auth USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY "before_workspace" ON "members" TO heddle_auth USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY "before_workspace" ON "api_keys" TO heddle_auth USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY "before_workspace" ON "sign_in_failures" TO heddle_auth USING (true) WITH CHECK (true);
