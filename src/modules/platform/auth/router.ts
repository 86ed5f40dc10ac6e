import "server-only";
import { identityMutation, identityQuery, router } from "@/server/trpc";
import { openLink } from "./operations/links";
import { changePassword, requestPasswordReset, resetPassword } from "./operations/passwords";
import { myProfile, updateProfile } from "./operations/person";
import { mySessions, revokeOtherSessions, revokeSession } from "./operations/sessions";
import { resendVerification, signUp, verifyEmail } from "./operations/sign-up";

// next-auth handles sign-in and sign-out: its response is a cookie.
export const authRouter = router({
  profile: identityQuery(myProfile),
  openLink: identityQuery(openLink),
  sessions: identityQuery(mySessions),
  signUp: identityMutation(signUp),
  resendVerification: identityMutation(resendVerification),
  verifyEmail: identityMutation(verifyEmail),
  requestPasswordReset: identityMutation(requestPasswordReset),
  resetPassword: identityMutation(resetPassword),
  changePassword: identityMutation(changePassword),
  revokeSession: identityMutation(revokeSession),
  revokeOtherSessions: identityMutation(revokeOtherSessions),
  updateProfile: identityMutation(updateProfile),
});
