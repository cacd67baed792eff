using System.Security.Cryptography;

namespace Plumbline.Central.Tokens;

/// <summary>Lets a request pass, or not: 401 without a token in force, 403 where the token has not the scope of the route. Which sites it may see is the route's own affair.</summary>
/// <param name="isOpenTo">Whether what is not guarded by scopes needs no token for this request.</param>
sealed class TokenGate(RecentTokens tokens, LastUse lastUse, TimeProvider clock, Func<HttpContext, bool> isOpenTo)
{
    // Compared with where there is no such token, so that the answer takes as long.
    static readonly byte[] NoHash = new byte[SHA256.HashSizeInBytes];

    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        // What has no access of its own is no route of ours: a page's file, or nothing at all.
        var access = context.GetEndpoint()?.Metadata.GetMetadata<Access>() ?? Access.Page;
        if (access == Access.Anyone || (access.IsPage && isOpenTo(context)))
        {
            await next(context);
            return;
        }
        if (await BearerAsync(context) is not { } token)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await Problem.WriteAsync(context, StatusCodes.Status401Unauthorized, "the token is missing, invalid, expired or revoked: send 'Authorization: Bearer <token>' with one that is in force.");
            return;
        }
        var caller = new Caller(token.Id, token.Name, token.Scopes, token.Sites, token.RequestsPerHour);
        context.Features.Set(caller);
        lastUse.Note(token.Id, clock.Now());
        if (access.Need != Scopes.None && (access.Need & token.Scopes) == Scopes.None)
        {
            await Problem.WriteAsync(context, StatusCodes.Status403Forbidden, $"the token '{token.Name}' has not the scope: this needs one of {access.Need.ToString().ToLowerInvariant()}.");
            return;
        }
        await next(context);
    }

    async Task<AccessToken?> BearerAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization is not [{ } header]) return null;
        // InfluxDB's clients say Token.
        var scheme = Array.Find(["Bearer ", "Token "], scheme => header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));
        if (scheme is null || TokenText.Parse(header[scheme.Length..].Trim()) is not { } sent) return null;
        var token = await tokens.FindAsync(sent.Handle, context.RequestAborted);
        var isSame = CryptographicOperations.FixedTimeEquals(sent.Hash, token?.Hash ?? NoHash);
        return isSame && token is not null && token.IsInForce(clock.Now()) ? token : null;
    }
}
