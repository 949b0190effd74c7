@rem For Windows, whose shell has no "exec": runs its arguments. Elsewhere "exec" spares a shell between npm and the site.
@%*
