#!/bin/sh
# Runs once, when the database is made: the user as whom Heddle works. It owns nothing; what it may do, migrations grant.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set password="$(cat /run/secrets/login_postgres_password)" <<-'SQL'
	create role heddle_login login noinherit password :'password';
	-- A temporary table would stand before another of its name for whoever gets the connection next.
	revoke temporary on database :"DBNAME" from public;
SQL
