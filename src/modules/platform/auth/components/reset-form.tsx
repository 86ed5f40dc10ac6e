"use client";

import { z } from "zod";
import { Form, FormError, SubmitButton } from "@/components/form/form";
import { PasswordField } from "@/components/form/password-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { api } from "@/trpc/react";
import { leaveFor, signInWithPassword } from "../client";
import { newPassword } from "../schema";

const schema = z.object({ password: newPassword });

/** Chooses a new password with a mailed link, and signs in with it. */
export function ResetForm({ token, email }: { token: string; email: string }) {
  const form = useZodForm(schema, { defaultValues: { password: "" } });
  const reset = api.auth.resetPassword.useMutation();
  return (
    <Form
      form={form}
      onSubmit={async ({ password }) => {
        await reset.mutateAsync({ token, password });
        await signInWithPassword({ email, password });
        leaveFor("/");
      }}
    >
      <FormError />
      {/* For password managers, which file the new password under the name of the account. */}
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordField<z.input<typeof schema>>
        name="password"
        label="New password"
        size="lg"
        autoComplete="new-password"
        autoFocus
        hint="At least 10 characters. You are signed out everywhere else."
      />
      <SubmitButton size="lg">Set password and sign in</SubmitButton>
    </Form>
  );
}
