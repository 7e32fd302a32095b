using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace AccessBot.Dashboard;

/// <summary>
/// Seals what browsers keep between requests: sessions, and where a sign-in stands. The keys come of the client secret, by HKDF-SHA256 with the
/// purposes as its info; the seal is AES-256-GCM with a random nonce.
/// </summary>
/// <remarks>
/// <para>Why not ASP.NET Core's own, which makes keys and rolls them over: it has to keep them somewhere. In files they would be each process's own, where several
/// stand behind one balancer, and there is no file system here that can be written; in the database whoever reads a backup could sign themselves in.
/// The client secret is in every process already, is kept as a secret is, and who has it could pose as AccessBot towards OneLogin anyway.</para>
/// <para>It is read at each use. So a replaced one ends all sessions at once, in every process that has read it, and nobody needs to remember keys.</para>
/// <para>Nonces are random: 2^32 seals by one key are safe (NIST SP 800-38D, 8.3), of which a sign-in takes some four, each by a key of its own purpose.</para>
/// </remarks>
internal sealed class SessionKeys(IOptionsMonitor<DashboardOptions> options) : IDataProtectionProvider
{
    public IDataProtector CreateProtector(string purpose) => new Protector(options, [purpose]);

    private sealed class Protector(IOptionsMonitor<DashboardOptions> options, IReadOnlyList<string> purposes) : IDataProtector
    {
        /// <summary>Ahead of everything, and sealed with it: what another version writes is not taken for this one's.</summary>
        private const byte Version = 1;

        private const int NonceBytes = 12;
        private const int TagBytes = 16;
        private const int KeyBytes = 32;
        private const int BytesAhead = 1 + NonceBytes;

        public IDataProtector CreateProtector(string purpose) => new Protector(options, [.. purposes, purpose]);

        public byte[] Protect(byte[] plaintext)
        {
            var sealedData = new byte[BytesAhead + plaintext.Length + TagBytes];
            sealedData[0] = Version;
            var nonce = sealedData.AsSpan(1, NonceBytes);
            RandomNumberGenerator.Fill(nonce);
            using var aes = Cipher();
            aes.Encrypt(nonce, plaintext, sealedData.AsSpan(BytesAhead, plaintext.Length), sealedData.AsSpan(^TagBytes..), [Version]);
            return sealedData;
        }

        public byte[] Unprotect(byte[] protectedData)
        {
            if (protectedData.Length < BytesAhead + TagBytes || protectedData[0] != Version)
            {
                throw new CryptographicException("This is nothing that was sealed here.");
            }

            var plaintext = new byte[protectedData.Length - BytesAhead - TagBytes];
            using var aes = Cipher();
            aes.Decrypt(
                protectedData.AsSpan(1, NonceBytes), protectedData.AsSpan(BytesAhead, plaintext.Length), protectedData.AsSpan(^TagBytes..), plaintext, [Version]);
            return plaintext;
        }

        private AesGcm Cipher()
        {
            var (current, key) = (options.CurrentValue, new byte[KeyBytes]);
            try
            {
                HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(current.ClientSecret ?? ""), key, Encoding.UTF8.GetBytes($"AccessBot dashboard {current.ClientId}"), Info());
                return new AesGcm(key, TagBytes);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(key);
            }
        }

        /// <summary>Each purpose with its length ahead, so that no two lists of them are the same bytes.</summary>
        private byte[] Info()
        {
            using var info = new MemoryStream();
            foreach (var purpose in purposes.Select(Encoding.UTF8.GetBytes))
            {
                var length = new byte[sizeof(int)];
                BinaryPrimitives.WriteInt32BigEndian(length, purpose.Length);
                info.Write(length);
                info.Write(purpose);
            }

            return info.ToArray();
        }
    }
}
