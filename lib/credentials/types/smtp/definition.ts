import { defineCredentialType } from "../../define.ts";

export const smtp = defineCredentialType({
  type: "smtp",
  title: "Mail server (SMTP)",
  summary: "Where mail is handed in, and who it is from.",
  fields: [
    { key: "host", label: "Server", placeholder: "smtp.example.com" },
    {
      key: "port",
      label: "Port",
      placeholder: "587",
      help: "587 as a rule; 465 where the connection is encrypted at once.",
    },
    { key: "username", label: "User name", optional: true },
    { key: "password", label: "Password", secret: true, optional: true },
    { key: "from", label: "From", placeholder: "Shop <orders@example.com>" },
  ],
  check({ port = "" }) {
    const number = Number(port);
    return Number.isInteger(number) && number >= 1 && number <= 65_535
      ? null
      : { port: "A port is a whole number from 1 to 65,535." };
  },
});
