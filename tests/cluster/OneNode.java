import java.util.List;
import java.util.Map;
import org.codelibs.opensearch.runner.node.OpenSearchRunnerNode;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.transport.Netty4Plugin;

/** One node of OpenSearch, with the settings that are given as "name=value". It ends when its standard input does. */
public class OneNode {
    public static void main(String[] arguments) throws Exception {
        Settings.Builder settings = Settings.builder();
        for (String argument : arguments) {
            String[] pair = argument.split("=", 2);
            settings.put(pair[0], pair[1]);
        }
        var environment = InternalSettingsPreparer.prepareEnvironment(settings.build(), Map.of(), null, () -> "node");
        var node = new OpenSearchRunnerNode(environment, List.of(Netty4Plugin.class));
        node.start();
        while (System.in.read() != -1) {}
        node.close();
        System.exit(0);
    }
}
