"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { PasswordInput } from "#components/shared/password-input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field, FieldError } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { signIn } from "#lib/auth/client.ts";
import { AuthFrame } from "./auth-frame.tsx";

/** @param wasSent true when a page asked for it: the visitor wanted to go somewhere */
export function SignInForm({ next, wasSent }: { next: string; wasSent: boolean }) {
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
    <AuthFrame title="Sign in" lead={wasSent ? "You go on where you wanted to be." : "Welcome back."}>
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
