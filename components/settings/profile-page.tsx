"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { api, asProblem, fieldProblem, readWithin } from "#components/shared/api.ts";
import { PasswordInput } from "#components/shared/password-input.tsx";
import { RelativeTime } from "#components/shared/relative-time.tsx";
import { PageHeader } from "#components/shared/shell/page-header.tsx";
import { chooseTheme, currentTheme, type Theme } from "#components/shared/theme.ts";
import { toast } from "#components/shared/toast.ts";
import { Button } from "#components/ui/button.tsx";
import { Field, FieldError } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { Session } from "#lib/api/contracts/account.ts";
import { changePassword, listSessions, revokeSession, updateMe } from "#lib/api/operations.ts";
import { deviceName } from "./device-name.ts";
import { SettingsSection } from "./settings-section.tsx";
import { SettingsTabs } from "./settings-tabs.tsx";

/** One's own account: name, looks, password, devices. */
export function ProfilePage({ user }: { user: { name: string; email: string } }) {
  return (
    <>
      <PageHeader title="Settings" />
      <SettingsTabs />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <NameSection user={user} />
        <LooksSection />
        <PasswordSection />
        <DevicesSection />
      </div>
    </>
  );
}

function NameSection({ user }: { user: { name: string; email: string } }) {
  const router = useRouter();
  const [name, setName] = useState(user.name);
  const save = useMutation({
    mutationFn: () => api.call(updateMe, { body: { name } }),
    onSuccess: () => {
      toast.success("Your name is changed");
      router.refresh();
    },
  });
  const problem = save.error ? asProblem(save.error) : null;
  return (
    <SettingsSection title="You" text="How others in this workspace see you.">
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Field label="Name" error={fieldProblem(problem, "name") ?? problem?.message}>
          {(control) => (
            <Input
              {...control}
              required
              autoComplete="name"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label="Email" help="What you sign in with.">
          {(control) => <Input {...control} readOnly disabled value={user.email} />}
        </Field>
        <Button type="submit" className="self-start" busy={save.isPending} disabled={name === user.name}>
          Save
        </Button>
      </form>
    </SettingsSection>
  );
}

function LooksSection() {
  const [theme, setTheme] = useState<Theme>(() => (typeof document === "undefined" ? "system" : currentTheme()));
  return (
    <SettingsSection title="Looks" text="In this browser.">
      <Segmented<Theme>
        label="Theme"
        value={theme}
        className="self-start"
        onValueChange={(next) => {
          chooseTheme(next);
          setTheme(next);
        }}
        options={[
          { value: "system", label: "As the system says" },
          { value: "light", label: "Light" },
          { value: "dark", label: "Dark" },
        ]}
      />
    </SettingsSection>
  );
}

function PasswordSection() {
  const client = useQueryClient();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const save = useMutation({
    mutationFn: () => api.call(changePassword, { body: { current, next } }),
    onSuccess: () => {
      setCurrent("");
      setNext("");
      toast.success("Your password is changed", { description: "Every other device is signed out." });
      return client.invalidateQueries({ queryKey: SESSIONS });
    },
  });
  const problem = save.error ? asProblem(save.error) : null;
  return (
    <SettingsSection title="Password" text="Changing it signs every other device out.">
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Field label="Current password" error={fieldProblem(problem, "current")}>
          {(control) => (
            <PasswordInput
              {...control}
              required
              autoComplete="current-password"
              value={current}
              onChange={(event) => setCurrent(event.target.value)}
            />
          )}
        </Field>
        <Field label="New password" help="At least 8 characters." error={fieldProblem(problem, "next")}>
          {(control) => (
            <PasswordInput
              {...control}
              required
              autoComplete="new-password"
              value={next}
              onChange={(event) => setNext(event.target.value)}
            />
          )}
        </Field>
        {problem && problem.errors.length === 0 ? <FieldError>{problem.message}</FieldError> : null}
        <Button type="submit" className="self-start" busy={save.isPending}>
          Change password
        </Button>
      </form>
    </SettingsSection>
  );
}

const SESSIONS = ["sessions"] as const;

function DevicesSection() {
  const list = useQuery({
    queryKey: SESSIONS,
    queryFn: async ({ signal }) => (await api.call(listSessions, {}, { signal: readWithin(signal) })).items,
  });
  return (
    <SettingsSection title="Devices" text="Where you are signed in. Sign out what you do not know.">
      {list.isPending ? <Skeleton className="w-48" /> : null}
      {list.isError ? (
        <p role="alert" className="text-fail text-small">
          {asProblem(list.error).message}{" "}
          <button type="button" className="underline" onClick={() => void list.refetch()}>
            Try again
          </button>
        </p>
      ) : null}
      <ul aria-label="Devices" className="flex flex-col">
        {list.data?.map((session) => (
          <Device key={session.id} session={session} />
        ))}
      </ul>
    </SettingsSection>
  );
}

function Device({ session }: { session: Session }) {
  const client = useQueryClient();
  const leave = useMutation({
    mutationFn: () => api.call(revokeSession, { params: { id: session.id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: SESSIONS }),
    onError: (error) => toast.error("It is still signed in", { description: asProblem(error).message }),
  });
  return (
    <li className="flex min-h-[46px] items-center gap-3 border-line border-b py-1.5 last:border-b-0">
      <span className="min-w-0 flex-1">
        <b className="block truncate leading-[17px]">{deviceName(session.userAgent)}</b>
        <span className="block truncate text-fg-3 text-micro">
          {session.address ?? "Somewhere"} · signed in <RelativeTime at={session.createdAt} />
        </span>
      </span>
      {session.current ? (
        <span className="text-ok text-small">This one</span>
      ) : (
        <Button size="sm" busy={leave.isPending} onClick={() => leave.mutate()}>
          Sign out
        </Button>
      )}
    </li>
  );
}
