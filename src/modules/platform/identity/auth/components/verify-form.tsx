"use client";

import { useMutation } from "@tanstack/react-query";
import { z } from "zod";
import { Form, FormError, SubmitButton } from "@/components/form/form";
import { PasswordField } from "@/components/form/password-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { Link } from "@/components/ui/link";
import { useApi } from "@/trpc/react";
import { signInWithPassword } from "../client";

const schema = z.object({ password: z.string().min(1, "Enter your password.") });

/** Confirms the address with the password from sign-up, and signs in. */
export function VerifyForm({ token, email }: { token: string; email: string }) {
  const api = useApi();
  const form = useZodForm(schema, { defaultValues: { password: "" } });
  const verify = useMutation(api.auth.verifyEmail.mutationOptions());
  return (
    <Form
      form={form}
      onSubmit={async ({ password }) => {
        await verify.mutateAsync({ token, password });
        await signInWithPassword({ email, password }, "/");
      }}
    >
      <FormError />
      {/* For password managers, which fill in the password by the account's name. */}
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordField<z.input<typeof schema>>
        name="password"
        label="Password"
        size="lg"
        autoComplete="current-password"
        autoFocus
        action={
          <Link href="/forgot" className="link">
            Forgot password?
          </Link>
        }
      />
      <SubmitButton size="lg">Confirm and sign in</SubmitButton>
    </Form>
  );
}
