"""Signing in and out, and one's own account. Of allauth only these; each with its rule."""

from __future__ import annotations

from allauth.account import views as allauth
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.urls import path
from django.views.generic import RedirectView

from lianqi.server.access import PUBLIC, SIGNED_IN, access
from lianqi.server.accounts import views

anybody = access(PUBLIC)
person = access(SIGNED_IN)
_nowhere = RedirectView.as_view(pattern_name="account_login")

urlpatterns = [
    path("", views.home, name="home"),
    path("account/", views.account, name="account"),
    path("account/park/", views.park, name="choose-park"),
    path("account/everywhere/", views.everywhere, name="sign-out-everywhere"),
    path("sign-in/", anybody(views.SignIn.as_view()), name="account_login"),
    path("sign-out/", anybody(allauth.LogoutView.as_view()), name="account_logout"),
    path("account/inactive/", anybody(allauth.AccountInactiveView.as_view()), name="account_inactive"),
    path("account/password/", person(allauth.PasswordChangeView.as_view()), name="account_change_password"),
    path("account/again/", person(allauth.ReauthenticateView.as_view()), name="account_reauthenticate"),
    # Second factor.
    path("sign-in/code/", anybody(mfa.AuthenticateView.as_view()), name="mfa_authenticate"),
    path("account/again/code/", person(mfa.ReauthenticateView.as_view()), name="mfa_reauthenticate"),
    path("account/factor/", person(mfa.IndexView.as_view()), name="mfa_index"),
    path("account/factor/on/", person(totp.ActivateTOTPView.as_view()), name="mfa_activate_totp"),
    path("account/factor/off/", person(totp.DeactivateTOTPView.as_view()), name="mfa_deactivate_totp"),
    path("account/codes/", person(codes.ViewRecoveryCodesView.as_view()), name="mfa_view_recovery_codes"),
    path("account/codes/new/", person(codes.GenerateRecoveryCodesView.as_view()), name="mfa_generate_recovery_codes"),
    path("account/codes/file/", person(codes.DownloadRecoveryCodesView.as_view()), name="mfa_download_recovery_codes"),
    # Single sign-on.
    path("sso/<str:provider_id>/", anybody(oidc.login), name="openid_connect_login"),
    path("sso/<str:provider_id>/callback/", anybody(oidc.callback), name="openid_connect_callback"),
    path("sso/cancelled", anybody(social.LoginCancelledView.as_view()), name="socialaccount_login_cancelled"),
    path("sso/error", anybody(social.LoginErrorView.as_view()), name="socialaccount_login_error"),
    # allauth names these pages; there are none, because nobody signs up.
    path("sign-up/", anybody(_nowhere), name="account_signup"),
    path("sso/sign-up", anybody(_nowhere), name="socialaccount_signup"),
]
