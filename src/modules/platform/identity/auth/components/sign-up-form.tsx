"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { z } from "zod";
import { Form, FormError, SubmitButton } from "@/components/form/form";
import { PasswordField } from "@/components/form/password-field";
import { EmailField, TextField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { AuthLayout } from "@/components/layout/auth-layout";
import { Link } from "@/components/ui/link";
import { useApi } from "@/trpc/react";
import { signUpInput } from "../schema";
import { LookForMail } from "./look-for-mail";

type Fields = z.input<typeof signUpInput>;

/** Sign-up, and afterwards the note to check the inbox. */
export function SignUp() {
  const api = useApi();
  const form = useZodForm(signUpInput, { defaultValues: { name: "", email: "", password: "" } });
  const signUp = useMutation(api.auth.signUp.mutationOptions());
  const [sentTo, setSentTo] = useState<string | null>(null);
  if (sentTo) return <LookForMail email={sentTo} onOther={() => setSentTo(null)} />;
  return (
    <AuthLayout title="Create an account" description="Next, you name your workspace and import your data.">
      <Form
        form={form}
        onSubmit={async (values) => {
          const { email } = await signUp.mutateAsync(values);
          setSentTo(email);
        }}
      >
        <FormError />
        <TextField<Fields> name="name" label="Name" size="lg" autoComplete="name" autoFocus />
        <EmailField<Fields> name="email" label="E-mail" size="lg" />
        <PasswordField<Fields>
          name="password"
          label="Password"
          size="lg"
          autoComplete="new-password"
          hint="At least 10 characters. Three unrelated words make a good password."
        />
        <SubmitButton size="lg">Create account</SubmitButton>
      </Form>
      <p className="mt-5 text-muted">
        Already have an account?{" "}
        <Link href="/sign-in" className="link">
          Sign in
        </Link>
      </p>
    </AuthLayout>
  );
}
