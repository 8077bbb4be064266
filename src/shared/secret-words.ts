// The table of names of secrets. Names are compared by their joined words: `apikey` also stands for
// `api_key`, `apiKey` and `API-KEY`.

/** They mark a name as secret in any position. */
export const ANYWHERE = list(
  'password passwords passwd passwds passphrase passphrases passcode passcodes pswd passwort kennwort wachtwoord',
  'contrasena contraseña',
  'secret secrets credential credentials creds',
);

/** The same at the end of a word without a separator: `dbpassword`, `clientsecret`, `xapikey`. */
export const STEMS = [
  ...['password', 'passwd', 'passphrase', 'secret', 'passwort', 'kennwort', 'wachtwoord'],
  ...['apikey', 'accesskey', 'privatekey', 'secretkey', 'sessionid'],
];

/** At the end of a name they mean that it describes such a secret: `passwordLength`, `secret_name`. */
export const ABOUT = list(
  'age algorithm allowed arn at attempt attempts changed checked class count created date days description detected',
  'disabled duration enabled error errors exists expiration expired expires expiry field file form format hidden hint',
  'id ids invalid kind label length link manager masked max message method min missing mode mount name names namespace',
  'page path policy present provider ref reference required reset rotation rule rules scan scanner scope scopes score',
  'sent shown size source status store strength supported time timeout title ttl type types uid updated uri url valid',
  'validation verified version visible',
);

/** Before a secret's word they mean a yes or no. */
export const ASKING = list('has is needs no requires show with without');

/** Endings of names of secrets. */
export const ENDINGS = list(
  'auth authorization authenticitytoken bearer cookie csrf xsrf jwt otp totp pass password passphrase passcode pw pwd',
  'clientassertion motdepasse oauthverifier oauthsignature samlresponse senha',
  'securityanswer cvv cvc ccv ssn iban cardnumber cardno creditcard socialsecuritynumber userpin cardpin',
  'session sessionid sessid sid phpsessid jsessionid',
  'apikey accesskey accountkey authkey clientkey decryptionkey deploykey encryptionkey functionkey functionskey hmackey',
  'licensekey masterkey privatekey rsakey secretkey servicekey sessionkey sharedkey signingkey sshkey storagekey',
  'subscriptionkey webhookkey',
  'authcode authorizationcode backupcode codeverifier devicecode mfacode onetimecode oobcode otpcode smscode facode pincode recoverycode securitycode',
  'twofactorcode verificationcode',
);

/** Additional endings for names of parameters, headers and cookies. */
export const PARAMETER_ENDINGS = list('signature');

/** Whole names of secrets. At the end of another name they mean something else: `method_signature`. */
export const WHOLE_NAMES = list('sig signature xamzsignature xgoogsignature pin');

/** The same for parameters, headers and cookies. */
export const WHOLE_PARAMETERS = list('key code ticket assertion samlresponse hmac awsaccesskeyid');

/**
 * Before `token` they mean that it is not a credential: it belongs to a page, a language or a cancellation.
 */
export const HARMLESS_TOKENS = list(
  'bos cancel cancellation completion continuation cursor design end eos first input last mask next nextpage output pad',
  'page per prev previous prompt resume scroll start stop sync syntax unexpected unk',
);

/** Before `tokens` they mean that these are credentials, not a count. */
export const SECRET_TOKENS = list('access api auth bearer csrf id refresh session xsrf');

/** After a secret's name they change nothing: `password2`, `passwordConfirmation`, `token_value`. */
export const QUALIFIERS = list(
  'again b base confirm confirmation confirmed current encoded encrypted hash hashed header hex live new old pem',
  'plain plaintext prod production raw repeat repeated salt staging str string test text v val value values',
);

/** Endings of names under which numbers are also secret. */
export const NUMERIC = list(
  'password passwd passcode otp totp pin pincode cardpin userpin cvv cvc ccv ssn socialsecuritynumber cardnumber cardno',
  'creditcard authcode authorizationcode backupcode devicecode mfacode onetimecode recoverycode securitycode',
  'twofactorcode verificationcode',
);

/** Endings of names whose objects are searched. */
export const LOOKED_INTO = list('auth session');

/** Attributes of the semantic conventions that end like a secret's name. */
export const CONVENTIONS = /(?:^|\.)session\.(?:id|previous_id)$/;

/** Attributes of the semantic conventions that hold a header, by its name. */
export const HEADER =
  /^(?:http\.(?:request|response)\.header|rpc\.(?:grpc\.)?(?:request|response)\.metadata)\.(.+)$/;

function list(...lines: string[]): ReadonlySet<string> {
  return new Set(lines.join(' ').split(' '));
}
