package dev.vigil.contract;

/** The themes of registrations and their events: rules 1 to 12. */
public interface EventContract
        extends AwaitContract,
                BadInputContract,
                CancelContract,
                ConnectContract,
                EdgeContract,
                EndOfStreamContract,
                ExclusiveContract,
                ExclusiveListenerContract,
                FeatureContract,
                FlagsContract,
                LevelContract,
                MisuseContract,
                OneShotContract,
                OtherFileContract,
                RegistrationContract,
                ReuseContract,
                SocketFlagsContract {}
