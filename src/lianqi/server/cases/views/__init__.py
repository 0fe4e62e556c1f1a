"""The screens of cases, one module a screen."""
