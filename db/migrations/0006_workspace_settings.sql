-- Its own row only: the policy own_workspace says which one that is.
GRANT UPDATE ("name", "timezone") ON "workspaces" TO heddle_app;
