#!/bin/sh
# Runs once, when the database is made: a role and a database for Inngest beside Heddle's, whether it is used or not.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set password="$(cat /run/secrets/inngest_postgres_password)" <<-'SQL'
	create role inngest login password :'password';
	create database inngest owner inngest;
SQL
