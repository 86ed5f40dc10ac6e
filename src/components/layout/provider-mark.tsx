/** The signs of the two sign-in providers, in their own colours as their brand rules ask. */
export function ProviderMark({ provider }: { provider: "google" | "microsoft" }) {
  if (provider === "microsoft") {
    return (
      <svg aria-hidden="true" viewBox="0 0 15 15">
        <path fill="#F25022" d="M0 0h7v7H0z" />
        <path fill="#7FBA00" d="M8 0h7v7H8z" />
        <path fill="#00A4EF" d="M0 8h7v7H0z" />
        <path fill="#FFB900" d="M8 8h7v7H8z" />
      </svg>
    );
  }
  return (
    <svg aria-hidden="true" viewBox="0 0 16 16">
      <path
        fill="#4285F4"
        d="M15.3 8.2c0-.5 0-1-.1-1.4H8v2.7h4.1a3.5 3.5 0 0 1-1.5 2.3v1.9H13c1.4-1.3 2.3-3.2 2.3-5.5Z"
      />
      <path
        fill="#34A853"
        d="M8 15.6c2 0 3.7-.7 5-1.8l-2.4-1.9c-.7.5-1.6.7-2.6.7-2 0-3.7-1.3-4.3-3.1H1.2v2A7.6 7.6 0 0 0 8 15.6Z"
      />
      <path fill="#FBBC05" d="M3.7 9.5a4.6 4.6 0 0 1 0-2.9v-2H1.2a7.6 7.6 0 0 0 0 6.8l2.5-1.9Z" />
      <path fill="#EA4335" d="M8 3.5c1.1 0 2.1.4 2.9 1.1L13 2.5A7.6 7.6 0 0 0 1.2 4.6l2.5 2C4.3 4.7 6 3.5 8 3.5Z" />
    </svg>
  );
}
