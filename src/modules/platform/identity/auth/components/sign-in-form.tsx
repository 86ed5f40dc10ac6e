"use client";

import { useState } from "react";
import { z } from "zod";
import { Form, FormError, SubmitButton } from "@/components/form/form";
import { PasswordField } from "@/components/form/password-field";
import { EmailField } from "@/components/form/text-field";
import { useZodForm } from "@/components/form/use-zod-form";
import { Link } from "@/components/ui/link";
import { email } from "@/lib/zod";
import { isUnverified, signInWithPassword } from "../client";
import { PasskeyButton } from "./passkey-button";
import { ResendButton } from "./resend-button";

const schema = z.object({ email, password: z.string().min(1, "Enter your password.") });

/** E-mail address and password. `next` is the address to open afterwards. */
export function SignInForm({ next, address = "" }: { next: string; address?: string | undefined }) {
  const form = useZodForm(schema, { defaultValues: { email: address, password: "" } });
  const [unverified, setUnverified] = useState<string | null>(null);
  const forgot = (
    <Link href="/forgot" className="link">
      Forgot password?
    </Link>
  );
  return (
    <>
      <Form
        form={form}
        onSubmit={async (values) => {
          setUnverified(null);
          try {
            await signInWithPassword(values, next);
          } catch (error) {
            if (isUnverified(error)) setUnverified(values.email);
            throw error;
          }
        }}
      >
        <FormError />
        {unverified ? <ResendButton email={unverified} /> : null}
        <EmailField<z.input<typeof schema>> name="email" label="E-mail" size="lg" autoFocus={address === ""} />
        <PasswordField<z.input<typeof schema>>
          name="password"
          label="Password"
          size="lg"
          autoComplete="current-password"
          autoFocus={address !== ""}
          action={forgot}
        />
        <SubmitButton size="lg">Sign in</SubmitButton>
      </Form>
      <PasskeyButton next={next} />
      <p className="mt-5 text-muted">
        New here?{" "}
        <Link href="/sign-up" className="link">
          Create an account
        </Link>
      </p>
    </>
  );
}
