from allauth.headless.account import views as account
from allauth.headless.base.views import ConfigView
from allauth.headless.constants import Client
from django.urls import include, path, re_path

from truenorth.config.api import api
from truenorth.config.pages import serve_page, unknown_route

# Of allauth's routes the ones that the page uses; second e-mail addresses, phones and codes are not offered.
SIGN_IN_ROUTES = {
    "config": ConfigView,
    "auth/session": account.SessionView,
    "auth/login": account.LoginView,
    "auth/signup": account.SignupView,
    "auth/password/request": account.RequestPasswordResetView,
    "auth/password/reset": account.ResetPasswordView,
    "account/password/change": account.ChangePasswordView,
}
sign_in = [path(route, view.as_api_view(client=Client.BROWSER)) for route, view in SIGN_IN_ROUTES.items()]

urlpatterns = [
    path("api/", api.urls),
    path("_allauth/browser/v1/", include(sign_in)),
    re_path(r"^(?:api|_allauth|static)/", unknown_route),
    re_path(r"^.*$", serve_page),
]
