"use client";

import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { api, asProblem, fieldProblem } from "#components/shared/api.ts";
import { PasswordInput } from "#components/shared/password-input.tsx";
import { passwordStrength } from "#components/shared/password-strength.ts";
import { StrengthMeter } from "#components/shared/strength-meter.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field, FieldError } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { setUp } from "#lib/api/operations.ts";
import { signIn } from "#lib/auth/client.ts";
import { shortestPassword } from "#lib/auth/shortest-password.ts";
import { AuthFrame } from "./auth-frame.tsx";
import { SetUpSteps } from "./set-up-steps.tsx";

/** The first visit: who makes this account owns the instance. */
export function SetUpForm({ tokenNeeded }: { tokenNeeded: boolean }) {
  const [form, setForm] = useState({ name: "", email: "", password: "", token: "" });
  const strengthId = useId();
  const set = (field: keyof typeof form) => (event: React.ChangeEvent<HTMLInputElement>) =>
    setForm((now) => ({ ...now, [field]: event.target.value }));
  const create = useMutation({
    mutationFn: async () => {
      const { token, ...account } = form;
      await api.call(setUp, { body: { ...account, ...(tokenNeeded ? { token } : {}) } });
      const signed = await signIn({ email: form.email, password: form.password });
      // A full load: the pages behind it are made for the person who is now signed in.
      window.location.assign(signed.ok ? "/workflows" : "/sign-in");
    },
  });
  const problem = create.error ? asProblem(create.error) : null;
  const wrong = (field: string) => fieldProblem(problem, field);
  return (
    <AuthFrame
      title="Who looks after this instance?"
      lead="The owner can see and change everything, and adds the other people. This page is open only until an owner exists."
      steps={<SetUpSteps />}
      foot="Passwords are stored as Argon2id hashes. Heddle reports to nobody."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <Field label="Your name" error={wrong("name")}>
          {(control) => (
            <Input {...control} size="lg" autoComplete="name" required value={form.name} onChange={set("name")} />
          )}
        </Field>
        <Field label="Email" error={wrong("email")}>
          {(control) => (
            <Input
              {...control}
              size="lg"
              type="email"
              autoComplete="username"
              required
              value={form.email}
              onChange={set("email")}
            />
          )}
        </Field>
        <Field label="Password" error={wrong("password")}>
          {(control) => (
            <>
              <PasswordInput
                {...control}
                aria-describedby={[control["aria-describedby"], strengthId].filter(Boolean).join(" ")}
                size="lg"
                autoComplete="new-password"
                required
                minLength={shortestPassword}
                value={form.password}
                onChange={set("password")}
              />
              <StrengthMeter
                id={strengthId}
                strength={passwordStrength(form.password, shortestPassword, [form.name, form.email])}
              />
            </>
          )}
        </Field>
        {tokenNeeded && (
          <Field
            label="Set-up token"
            error={wrong("token")}
            help="You are not on the server itself. It prints this token when it starts."
          >
            {(control) => (
              <Input {...control} size="lg" required autoComplete="off" value={form.token} onChange={set("token")} />
            )}
          </Field>
        )}
        {problem && problem.errors.length === 0 && <FieldError>{problem.message}</FieldError>}
        <div className="mt-1">
          <Button type="submit" variant="primary" size="lg" busy={create.isPending}>
            Create owner
            <Kbd className="border-current/40 bg-transparent text-inherit">↵</Kbd>
          </Button>
        </div>
      </form>
    </AuthFrame>
  );
}
