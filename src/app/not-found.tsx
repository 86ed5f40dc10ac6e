import { AuthLayout } from "@/components/layout/auth-layout";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";

export default function NotFound() {
  return (
    <AuthLayout
      title="Page not found"
      description="This page does not exist, or you are not allowed to see it. Check the address, or ask the person who sent it to you."
    >
      <Button asChild variant="primary">
        <Link href="/">Go to your workspaces</Link>
      </Button>
    </AuthLayout>
  );
}
