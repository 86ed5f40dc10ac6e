import "server-only";
import { identityMutation, identityQuery, router } from "@/server/trpc";
import { confirmIdentity } from "./operations/confirm";
import { cancelEmailChange, changeEmail, confirmEmail, myEmailChange } from "./operations/email-change";
import { finishTotp, makeRecoveryCodes, myFactors, removeTotp, startTotp } from "./operations/factors";
import { openLink } from "./operations/links";
import {
  addPasskey,
  askForPasskey,
  askMyPasskey,
  removePasskey,
  renamePasskey,
  startPasskey,
} from "./operations/passkeys";
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
  confirm: identityMutation(confirmIdentity),
  factors: identityQuery(myFactors),
  startTotp: identityMutation(startTotp),
  finishTotp: identityMutation(finishTotp),
  removeTotp: identityMutation(removeTotp),
  makeRecoveryCodes: identityMutation(makeRecoveryCodes),
  startPasskey: identityMutation(startPasskey),
  addPasskey: identityMutation(addPasskey),
  renamePasskey: identityMutation(renamePasskey),
  removePasskey: identityMutation(removePasskey),
  askForPasskey: identityMutation(askForPasskey),
  askMyPasskey: identityMutation(askMyPasskey),
  emailChange: identityQuery(myEmailChange),
  changeEmail: identityMutation(changeEmail),
  cancelEmailChange: identityMutation(cancelEmailChange),
  confirmEmail: identityMutation(confirmEmail),
});
