"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { PasswordInput } from "#components/shared/password-input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field, FieldError } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { signIn } from "#lib/auth/client.ts";
import { AuthFrame } from "./auth-frame.tsx";

const leads = {
  fresh: "Welcome back.",
  sent: "Then you go on to where you wanted to be.",
  expired: "Your session has ended, here or on another device. Sign in to go on where you were.",
} as const;

/** @param reason why the page is shown: by itself, because a page needs it, or because a session ended */
export function SignInForm({ next, reason }: { next: string; reason: keyof typeof leads }) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const enter = useMutation({
    mutationFn: async () => {
      const result = await signIn({ email, password });
      if (!result.ok) throw new Error(result.message);
      window.location.assign(next);
    },
  });
  return (
    <AuthFrame title="Sign in" lead={leads[reason]}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          enter.mutate();
        }}
      >
        <Field label="Email">
          {(control) => (
            <Input
              {...control}
              size="lg"
              type="email"
              autoComplete="username"
              required
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Field label="Password">
          {(control) => (
            <PasswordInput
              {...control}
              size="lg"
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        {enter.error && <FieldError>{enter.error.message}</FieldError>}
        <div className="mt-1">
          <Button type="submit" variant="primary" size="lg" busy={enter.isPending || enter.isSuccess}>
            Sign in
          </Button>
        </div>
      </form>
    </AuthFrame>
  );
}
