import { AuthLayout } from "@/components/layout/auth-layout";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { AppError } from "@/server/errors";

interface Props {
  title: string;
  error: unknown;
  /** The way forward: request a new link, or sign in. */
  action: { label: string; href: string };
}

/** Shown for a link that is no longer valid; other errors go to the error page. */
export function LinkProblem({ title, error, action }: Props) {
  if (!(error instanceof AppError) || error.code === "UNAVAILABLE") throw error;
  return (
    <AuthLayout title={title} description={error.details?.fields?.[0]?.message ?? error.message}>
      <Button asChild variant="primary" size="lg">
        <Link href={action.href}>{action.label}</Link>
      </Button>
    </AuthLayout>
  );
}
