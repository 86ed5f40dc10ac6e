"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { z } from "zod";
import { Form, FormError, SubmitButton } from "@/components/form/form";
import { EmailField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { AuthLayout } from "@/components/layout/auth-layout";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { useApi } from "@/trpc/react";
import { mailInput } from "../schema";

/** Requests a link for choosing a new password. */
export function Forgot() {
  const api = useApi();
  const form = useZodForm(mailInput, { defaultValues: { email: "" } });
  const request = useMutation(api.auth.requestPasswordReset.mutationOptions());
  const [sentTo, setSentTo] = useState<string | null>(null);
  if (sentTo) {
    return (
      <AuthLayout
        title="Check your inbox"
        description={
          <>
            If <span className="font-medium text-text">{sentTo}</span> has an account, we have sent it a link to choose
            a new password. The link works for 1 hour.
          </>
        }
      >
        <div className="flex flex-wrap gap-2">
          <Button size="lg" onClick={() => setSentTo(null)}>
            Use another address
          </Button>
          <Button asChild size="lg" variant="ghost">
            <Link href="/sign-in">Back to sign-in</Link>
          </Button>
        </div>
      </AuthLayout>
    );
  }
  return (
    <AuthLayout title="Reset your password" description="We will send you a link to choose a new password.">
      <Form
        form={form}
        onSubmit={async (values) => {
          const { email } = await request.mutateAsync(values);
          setSentTo(email);
        }}
      >
        <FormError />
        <EmailField<z.input<typeof mailInput>> name="email" label="E-mail" size="lg" autoFocus />
        <SubmitButton size="lg">Send link</SubmitButton>
      </Form>
      <p className="mt-5 text-muted">
        Remembered it?{" "}
        <Link href="/sign-in" className="link">
          Sign in
        </Link>
      </p>
    </AuthLayout>
  );
}
