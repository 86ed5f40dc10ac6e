"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { Form, FormError, SubmitButton } from "@/components/form/form";
import { PasswordField } from "@/components/form/password-field";
import { TextField } from "@/components/form/text-field";
import { isGiven, isShortText, useCheckedForm } from "@/components/form/use-checked-form";
import { SettingsPage, SettingsSection } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { notify } from "@/components/ui/toast";
import { counted } from "@/lib/counted";
import { useApi } from "@/trpc/react";
import { passwordProblem } from "../rules";
import { EmailSection } from "./email-section";
import { FactorsSection } from "./factors-section";
import { SessionsSection } from "./sessions-section";

/** A person's name, password and devices, the same in all workspaces; the picture is that of this one. */
export function ProfilePage({ name, email, picture }: { name: string; email: string; picture: ReactNode }) {
  const { href } = useWorkspace();
  return (
    <SettingsPage
      title="Profile"
      description="Your name, e-mail address, password, second factor and devices. They are the same in all your workspaces, and only you can change them."
      back={{ label: "Settings", href: href("/settings") }}
    >
      <NameSection name={name} />
      {picture}
      <EmailSection email={email} />
      <PasswordSection />
      <FactorsSection />
      <SessionsSection />
    </SettingsPage>
  );
}

function NameSection({ name }: { name: string }) {
  const api = useApi();
  const client = useQueryClient();
  const form = useCheckedForm({ name: isShortText }, { name });
  const router = useRouter();
  const update = useMutation(api.auth.updateProfile.mutationOptions());
  return (
    <SettingsSection title="You">
      <Form
        form={form}
        onSubmit={async (values) => {
          const saved = await update.mutateAsync(values);
          form.reset({ name: saved.name });
          await Promise.all([
            client.invalidateQueries(api.auth.profile.pathFilter()),
            client.invalidateQueries(api.members.pathFilter()),
          ]);
          router.refresh();
          notify.success("Your name is saved in all your workspaces");
        }}
      >
        <FormError />
        <TextField<{ name: string }> name="name" label="Name" autoComplete="name" />
        <div>
          <SubmitButton disabled={!form.formState.isDirty}>Save name</SubmitButton>
        </div>
      </Form>
    </SettingsSection>
  );
}

const passwordChecks = {
  current: isGiven("Enter your password."),
  password: (text: string) => passwordProblem(text),
};

function PasswordSection() {
  const { locale } = useListLocale();
  const api = useApi();
  const client = useQueryClient();
  const form = useCheckedForm(passwordChecks, { current: "", password: "" });
  const change = useMutation(api.auth.changePassword.mutationOptions());
  type Fields = Record<keyof typeof passwordChecks, string>;
  return (
    <SettingsSection title="Password" description="Changing your password signs you out on all other devices.">
      <Form
        form={form}
        onSubmit={async (values) => {
          const { sessionsEnded } = await change.mutateAsync(values);
          form.reset();
          await client.invalidateQueries(api.auth.sessions.pathFilter());
          notify.success(
            sessionsEnded === 0
              ? "Your password was changed"
              : `Your password was changed, and ${counted(sessionsEnded, { one: "other device was", many: "other devices were" }, locale)} signed out`,
          );
        }}
      >
        <FormError />
        <PasswordField<Fields> name="current" label="Current password" autoComplete="current-password" />
        <PasswordField<Fields>
          name="password"
          label="New password"
          autoComplete="new-password"
          hint="At least 10 characters. Three unrelated words make a good password."
        />
        <div>
          <SubmitButton variant="secondary">Change password</SubmitButton>
        </div>
      </Form>
    </SettingsSection>
  );
}
